using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using AllianceApi.Access;
using AllianceApi.Access.Apps;
using AllianceApi.Alerts;
using AllianceApi.Episodes;
using AllianceApi.Invitations;
using AllianceApi.Responses;
using AllianceApi.Visibility;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace AllianceApi.Hosting;

/// <summary>Says of members what their types alone do not: that an object may be null, and which words a text may be.</summary>
internal sealed class MemberSchemaFilter : ISchemaFilter
{
    private static readonly Dictionary<string, string[]> Words = new(StringComparer.Ordinal)
    {
        ["Rater"] = Submission.Raters,
        ["Role"] = Roles.Names,
        ["App.Role"] = AppContent.Roles,
        ["AppBody.Role"] = AppContent.Roles,
        ["Modality"] = Modalities.All,
        ["Alert.Kind"] = AlertRules.Kinds,
        ["Alert.State"] = AlertStates.All,
        ["Invitation.State"] = InvitationStates.All,
        ["AlertReference.Kind"] = AlertRules.Kinds,
        ["AlertReference.State"] = AlertStates.All,
        ["AlertHistory.State"] = AlertStates.All,
        ["AlertFeedback.Outcome"] = ["accepted", "overridden"],
        ["AlertStateBody.State"] = AlertStates.Settable,
        ["Clinician"] = VisibilityPolicy.LevelNames,
        ["Supervisor"] = VisibilityPolicy.LevelNames,
        ["Integration"] = VisibilityPolicy.LevelNames,
        ["Client"] = VisibilityPolicy.LevelNames,
        ["HoldUntil"] = VisibilityPolicy.HoldNames,
    };

    /// <summary>Marks, for what makes the document and not in it, a member that is left out where it has no value.</summary>
    public const string MayBeAbsent = "mayBeAbsent";

    private static readonly NullabilityInfoContext Nullability = new();

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema { Properties: { } members })
        {
            return;
        }

        foreach (var property in context.Type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            if (!members.TryGetValue(name, out var member))
            {
                continue;
            }

            var mayBeNull = MayBeNull(property);
            if (member is OpenApiSchemaReference && mayBeNull)
            {
                members[name] = new OpenApiSchema { Description = member.Description, OneOf = [new OpenApiSchema { Type = JsonSchemaType.Null }, member] };
            }
            else if (member is OpenApiSchema text && property.PropertyType == typeof(string) && WordsOf(context.Type, property.Name) is { Length: > 0 } words)
            {
                text.Enum = [.. words.Select(w => (JsonNode)JsonValue.Create(w)), .. mayBeNull ? (JsonNode[])[JsonNullSentinel.JsonNull] : []];
            }

            if (property.GetCustomAttribute<JsonIgnoreAttribute>()?.Condition == JsonIgnoreCondition.WhenWritingNull && members[name] is OpenApiSchema absent)
            {
                (absent.Metadata ??= new Dictionary<string, object>(StringComparer.Ordinal))[MayBeAbsent] = true;
            }
        }
    }

    private static string[]? WordsOf(Type type, string member)
    {
        var owner = type.Name.Replace("Resource", "", StringComparison.Ordinal);
        return Words.GetValueOrDefault($"{owner}.{member}") ?? Words.GetValueOrDefault(member);
    }

    private static bool MayBeNull(PropertyInfo property)
    {
        lock (Nullability)
        {
            return Nullability.Create(property).ReadState == NullabilityState.Nullable;
        }
    }
}
