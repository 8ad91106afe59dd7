"""The product's addresses, and the same list by stock Django REST Framework and by django-ninja."""

from django.urls import path

from bench.http.with_ninja import api
from bench.reads import arms

urlpatterns = [*arms.urlpatterns, path("bench/ninja/", api.urls)]
