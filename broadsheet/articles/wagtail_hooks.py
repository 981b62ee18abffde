"""What the room tells Wagtail."""

from __future__ import annotations

from wagtail import hooks
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet

from broadsheet.articles.body import LinkedDocuments, LinkedPages
from broadsheet.articles.desk import choosing, first_page, menu, refusals
from broadsheet.articles.desk.beginning import story_views
from broadsheet.articles.desk.listings import section_listing, story_listing
from broadsheet.articles.desk.registers import AuthorViewSet, TopicViewSet

register_snippet(AuthorViewSet)
register_snippet(TopicViewSet)

hooks.register("register_admin_viewset", lambda: [story_views, story_listing, section_listing])
hooks.register("register_admin_urls", menu.addresses)
hooks.register("register_admin_menu_item", menu.front_item)
hooks.register("register_admin_menu_item", menu.corrections_item)
hooks.register("register_admin_menu_item", menu.redirects_item)
hooks.register("register_admin_menu_item", menu.paper_item)
hooks.register("insert_global_admin_css", menu.stylesheet)
hooks.register("insert_editor_js", menu.editor_script)
hooks.register("construct_main_menu", menu.arrange)
hooks.register("construct_settings_menu", menu.thin_out_settings)
hooks.register("construct_homepage_panels", first_page.arrange)
hooks.register("construct_homepage_summary_items", first_page.no_summary)
hooks.register("construct_page_chooser_queryset", choosing.newest_live_stories)
hooks.register("before_create_page", refusals.refuse_new_sections)
hooks.register("before_delete_page", refusals.keep_full_sections)
hooks.register("before_bulk_action", refusals.keep_full_sections_in_bulk)


@hooks.register("register_rich_text_features", order=10)
def register_linked_pages(features: FeatureRegistry) -> None:
    """Page links within text are fetched once for the whole body; a page depends on what it links to."""
    features.register_link_type(LinkedPages)
    features.register_link_type(LinkedDocuments)
