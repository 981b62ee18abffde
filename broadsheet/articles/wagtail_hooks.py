"""What the room tells Wagtail."""

from wagtail import hooks
from wagtail.rich_text.feature_registry import FeatureRegistry

from broadsheet.articles.body import LinkedPages
from broadsheet.articles.desk.refusals import refuse_new_sections


@hooks.register("register_rich_text_features", order=10)
def register_linked_pages(features: FeatureRegistry) -> None:
    """Page links within text are fetched once for the whole body."""
    features.register_link_type(LinkedPages)


hooks.register("before_create_page", refuse_new_sections)
