"""What a browser would post back of a page: the fields of its form as they stand."""


def of_portal(page):
    """Of a page of the portal with one form."""
    values = {bound.html_name: bound.value() for bound in page.context["form"]}
    return {name: "" if value is None or value is False else value for name, value in values.items()}


def of_workbench(page):
    """Of a change form of the workbench, its rows among it."""
    forms = [page.context["adminform"].form]
    for formset in page.context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.forms]
    return {field.html_name: field.value() if field.value() is not None else "" for form in forms for field in form}
