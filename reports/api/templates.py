"""The forms of a round for partner systems: which sections and questions a contribution answers. Read only."""

import django_filters
from rest_framework import serializers

from foundation.api.fields import TextsField, uuid_of
from foundation.api.views import ReadViewSet
from reports.enums import Audience, QuestionKind
from reports.models import Template, TemplateQuestion, TemplateSection


class TemplateQuestionSerializer(serializers.ModelSerializer[TemplateQuestion]):
    """One question; `kind` says what an answer to it looks like."""

    text = TextsField()
    help = TextsField()

    class Meta:
        model = TemplateQuestion
        fields = ("uuid", "code", "position", "kind", "text", "help", "is_required")


class TemplateSectionSerializer(serializers.ModelSerializer[TemplateSection]):
    """A section with its questions; one that is repeated is answered once for each activity."""

    title = TextsField()
    help = TextsField()
    questions = TemplateQuestionSerializer(many=True)

    class Meta:
        model = TemplateSection
        fields = ("uuid", "code", "position", "title", "help", "per_activity", "for_supporting", "questions")


class TemplateSerializer(serializers.ModelSerializer[Template]):
    """An edition of a form with all its sections and questions; once in use it is never changed."""

    title = TextsField()
    sections = TemplateSectionSerializer(many=True)

    class Meta:
        model = Template
        fields = (
            "uuid",
            "version",
            "code",
            "edition",
            "title",
            "audience",
            "is_illustrative",
            "is_frozen",
            "sections",
        )


class ListedTemplateQuestionSerializer(TemplateQuestionSerializer):
    """One question with the section and the template it stands in."""

    section = uuid_of()
    template = uuid_of("section.template")

    class Meta:
        model = TemplateQuestion
        fields = ("uuid", "template", "section", *TemplateQuestionSerializer.Meta.fields[1:])


class TemplateFilter(django_filters.FilterSet):
    """By code, and by whom it is written for."""

    code = django_filters.CharFilter()
    audience = django_filters.ChoiceFilter(choices=Audience.choices)


class QuestionFilter(django_filters.FilterSet):
    """By template, by section, by what an answer looks like."""

    template = django_filters.UUIDFilter(field_name="section__template__uuid")
    section = django_filters.UUIDFilter(field_name="section__uuid")
    kind = django_filters.ChoiceFilter(choices=QuestionKind.choices)


class TemplateViewSet(ReadViewSet):
    """Forms that a round has opened with, for whoever holds an office; staff read those in preparation too."""

    model = Template
    serializer_class = TemplateSerializer
    filterset_class = TemplateFilter


class TemplateQuestionViewSet(ReadViewSet):
    """Questions of the forms the reader may see, one by one."""

    model = TemplateQuestion
    serializer_class = ListedTemplateQuestionSerializer
    filterset_class = QuestionFilter


routes: list[tuple[str, type[ReadViewSet]]] = [
    ("templates", TemplateViewSet),
    ("template-questions", TemplateQuestionViewSet),
]
