"""People and service accounts who sign in; what they may do is decided elsewhere, by the offices they hold."""
