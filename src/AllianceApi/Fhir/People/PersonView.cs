using System.Globalization;
using AllianceApi.Hosting;
using AllianceApi.People;
using Hl7.Fhir.Model;
using static Hl7.Fhir.Model.OperationOutcome;

namespace AllianceApi.Fhir.People;

/// <summary>Clients and clinicians as Patient and Practitioner.</summary>
internal static class PersonView
{
    public static Resource Of(FhirContext context, NamedPerson person)
    {
        var identifiers = person.Identifiers.Select(i => new Identifier(i.System, i.Value)).Prepend(new Identifier(context.Names.System(person.Kind), person.Id)).ToList();
        var meta = new Meta { VersionId = person.Revision.ToString(CultureInfo.InvariantCulture), LastUpdated = person.CreatedAt };
        var id = context.IdOf(person.Kind, person.Id);
        return person.Kind == PublicKind.Client
            ? new Patient { Id = id, Meta = meta, Identifier = identifiers }
            : new Practitioner { Id = id, Meta = meta, Identifier = identifiers };
    }

    /// <summary>Our own id of a person that is sent, and what other systems call it.</summary>
    public static (string? Id, IReadOnlyList<PersonIdentifier> Others) Names(FhirContext context, PublicKind kind, Resource resource, List<FhirIssue> issues)
    {
        var sent = resource is Patient patient ? patient.Identifier : ((Practitioner)resource).Identifier;
        if (sent.Count == 0)
        {
            issues.Add(FhirIssue.Error(IssueType.Required, "An identifier is needed: it is all that is kept of a person.", $"{resource.TypeName}.identifier"));
        }

        string? id = null;
        var others = new List<PersonIdentifier>();
        for (var i = 0; i < sent.Count; i++)
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"{resource.TypeName}.identifier[{i}].value");
            if (sent[i].Value is not { Length: > 0 and <= 200 } value)
            {
                issues.Add(FhirIssue.Error(IssueType.Required, "An identifier has a value of 1 to 200 characters.", at));
            }
            else if (sent[i].System is { } system && system != context.Names.System(kind))
            {
                others.Add(new PersonIdentifier(system, value));
            }
            else if (!ExternalId.Fits(value))
            {
                issues.Add(FhirIssue.Error(IssueType.Value, ExternalId.Rule, at));
            }
            else if (id is not null && id != value)
            {
                issues.Add(FhirIssue.Error(IssueType.BusinessRule, $"A person has one identifier of {context.Names.System(kind)}.", at));
            }
            else
            {
                id = value;
            }
        }

        return (id, others);
    }
}
