"""The blocks that bodies, fronts, menus and footers are made of."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.images.blocks import ImageChooserBlock

from broadsheet.articles import tags
from broadsheet.articles.layout import chosen_twice
from broadsheet.edge.tags import depend

TEXT_FEATURES = ["bold", "italic", "link", "document-link", "superscript", "subscript", "strikethrough"]
STORY = "broadsheet_articles.Story"
SECTION = "broadsheet_articles.Section"


def StoryChooser(**options: Any) -> blocks.PageChooserBlock:  # noqa: N802 - reads as the block that it makes
    """A chooser of one story."""
    return blocks.PageChooserBlock(page_type=STORY, **options)


class PictureBlock(blocks.StructBlock):
    """A picture; caption and alt text may differ from those kept with the picture."""

    image = ImageChooserBlock(label=_("Picture"))
    caption = blocks.CharBlock(required=False, help_text=_("Empty: the picture's own caption."))
    alt = blocks.CharBlock(required=False, label=_("Alt text"), help_text=_("Empty: the picture's own description."))

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "blocks/picture.html"


class GalleryBlock(blocks.StructBlock):
    """Two or more pictures under one title."""

    title = blocks.CharBlock(required=False)
    pictures = blocks.ListBlock(PictureBlock(), min_num=2)

    class Meta:
        icon = "grip"
        label = _("Gallery")
        template = "blocks/gallery.html"


class PullQuoteBlock(blocks.StructBlock):
    """Words worth setting large."""

    text = blocks.TextBlock()
    speaker = blocks.CharBlock(required=False)

    class Meta:
        icon = "openquote"
        label = _("Pull quote")
        template = "blocks/pull_quote.html"


class EmbedBlock(blocks.StructBlock):
    """Something that lives elsewhere: shown as a link, so that nothing loads from another host."""

    url = blocks.URLBlock()
    title = blocks.CharBlock()
    description = blocks.TextBlock(required=False)

    class Meta:
        icon = "media"
        label = _("Embed")
        template = "blocks/embed.html"


class ReadAlsoBlock(blocks.StructBlock):
    """Links to the paper's own stories, within the text."""

    stories = blocks.ListBlock(StoryChooser(), min_num=1, max_num=5)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """The template's context with `stories`: those that are still there and live."""
        context = super().get_context(value, parent_context)
        # They were fetched together with those of other blocks, perhaps.
        depend(tags.TREE, *(tags.story(story.pk) for story in value["stories"] if story))
        return {**context, "stories": [story for story in value["stories"] if story and story.live]}

    class Meta:
        icon = "link"
        label = _("Read also")
        template = "blocks/read_also.html"


class FactBoxBlock(blocks.StructBlock):
    """Facts beside the story: figures, dates, background."""

    title = blocks.CharBlock()
    text = blocks.RichTextBlock(features=["bold", "italic", "link", "ol", "ul"])

    class Meta:
        icon = "info-circle"
        label = _("Fact box")
        template = "blocks/fact_box.html"


class TableBlock(blocks.StructBlock):
    """A table with a caption."""

    table = TypedTableBlock(
        [
            ("text", blocks.CharBlock(required=False)),
            ("number", blocks.FloatBlock(required=False)),
            ("rich_text", blocks.RichTextBlock(required=False, features=["bold", "italic", "link"])),
        ]
    )

    class Meta:
        icon = "table"
        label = _("Table")
        template = "blocks/table.html"


class BodyBlocks(blocks.StreamBlock):
    """A story's text."""

    paragraph = blocks.RichTextBlock(
        features=[*TEXT_FEATURES, "ol", "ul"], label=_("Text"), icon="pilcrow", template="blocks/paragraph.html"
    )
    heading = blocks.CharBlock(label=_("Heading"), icon="title", template="blocks/heading.html")
    picture = PictureBlock()
    gallery = GalleryBlock()
    pull_quote = PullQuoteBlock()
    fact_box = FactBoxBlock()
    read_also = ReadAlsoBlock()
    table = TableBlock()
    embed = EmbedBlock()


# --- Fronts --------------------------------------------------------------------------------------------------------


class LeadBlock(blocks.StructBlock):
    """The story that leads."""

    story = StoryChooser()

    class Meta:
        icon = "pick"
        label = _("Lead")


class SecondaryBlock(blocks.StructBlock):
    """The stories beside the lead."""

    stories = blocks.ListBlock(StoryChooser(), min_num=1, max_num=3)

    class Meta:
        icon = "list-ul"
        label = _("Secondary")


class LatestBlock(blocks.StructBlock):
    """The newest stories with their times."""

    count = blocks.IntegerBlock(default=8, min_value=3, max_value=20)

    class Meta:
        icon = "time"
        label = _("Latest")


class StripBlock(blocks.StructBlock):
    """A section's strip: chosen stories first, then the section's newest."""

    section = blocks.PageChooserBlock(page_type=SECTION)
    style = blocks.ChoiceBlock(
        choices=[
            ("lead-and-list", _("One with a picture, the rest as headlines")),
            ("across", _("Side by side with pictures")),
            ("opinion", _("With portraits of the authors")),
        ],
        default="lead-and-list",
    )
    count = blocks.IntegerBlock(default=5, min_value=1, max_value=12)
    stories = blocks.ListBlock(StoryChooser(), default=[], label=_("Chosen stories"))

    class Meta:
        icon = "folder-open-inverse"
        label = _("Section strip")


class PicksBlock(blocks.StructBlock):
    """Chosen stories under a title."""

    title = blocks.CharBlock()
    stories = blocks.ListBlock(StoryChooser(), min_num=1, max_num=12)

    class Meta:
        icon = "pin"
        label = _("Picks")


class LayoutBlocks(blocks.StreamBlock):
    """What a front shows, in order."""

    lead = LeadBlock()
    secondary = SecondaryBlock()
    latest = LatestBlock()
    strip = StripBlock()
    picks = PicksBlock()

    def clean(self, value: blocks.StreamValue) -> blocks.StreamValue:
        """The layout; raises StreamBlockValidationError where a story stands twice."""
        cleaned = super().clean(value)
        if twice := chosen_twice(cleaned):
            raise blocks.StreamBlockValidationError(non_block_errors=[ValidationError(one) for one in twice])
        return cleaned

    class Meta:
        block_counts = {"lead": {"max_num": 1}, "secondary": {"max_num": 1}, "latest": {"max_num": 1}}


# --- Menu, follow links, footer ------------------------------------------------------------------------------------


class LinkBlock(blocks.StructBlock):
    """A link to an address outside the paper's pages."""

    label = blocks.CharBlock(max_length=40)
    url = blocks.CharBlock(label=_("Address"), max_length=400, help_text=_("A path such as /search/ or a URL."))

    class Meta:
        icon = "link"
        label = _("Link")


class MenuBlocks(blocks.StreamBlock):
    """Entries of the section bar."""

    page = blocks.PageChooserBlock(label=_("Page"))
    link = LinkBlock()


class FollowBlock(blocks.StructBlock):
    """The paper's account on a network."""

    network = blocks.ChoiceBlock(
        choices=[
            ("mastodon", "Mastodon"),
            ("bluesky", "Bluesky"),
            ("facebook", "Facebook"),
            ("instagram", "Instagram"),
            ("threads", "Threads"),
            ("x", "X"),
            ("youtube", "YouTube"),
            ("tiktok", "TikTok"),
            ("linkedin", "LinkedIn"),
            ("telegram", "Telegram"),
            ("whatsapp", "WhatsApp"),
        ]
    )
    url = blocks.URLBlock()

    class Meta:
        icon = "group"
        label = _("Account")


class FollowBlocks(blocks.StreamBlock):
    """Where readers can follow the paper."""

    account = FollowBlock()


class FooterColumnBlock(blocks.StructBlock):
    """A titled column of links."""

    title = blocks.CharBlock(max_length=40)
    links = MenuBlocks()

    class Meta:
        icon = "list-ul"
        label = _("Column")


class FooterTextBlock(blocks.StructBlock):
    """A few lines: imprint, address, complaint desk."""

    text = blocks.RichTextBlock(features=["bold", "italic", "link"])

    class Meta:
        icon = "pilcrow"
        label = _("Text")


class FooterBlocks(blocks.StreamBlock):
    """The foot of every page."""

    column = FooterColumnBlock()
    text = FooterTextBlock()
