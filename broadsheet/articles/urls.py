"""Every address that no other room answers is a page's."""

from django.urls import re_path
from wagtail.urls import serve_pattern

from broadsheet.articles.serving import serve

urlpatterns = [re_path(serve_pattern, serve, name="page")]
