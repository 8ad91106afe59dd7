"""The parts every endpoint shares: rendering, paging, one error shape, localized texts. No domain word."""
