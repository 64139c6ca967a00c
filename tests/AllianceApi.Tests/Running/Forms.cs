using System.Text.Json.Nodes;

namespace AllianceApi.Tests.Running;

/// <summary>Submissions of WAI-SR by the total that they score.</summary>
internal static class Forms
{
    /// <summary>Twelve answers with a given total: a whole number of twelfths.</summary>
    public static double?[] Answers(double total)
    {
        var sum = (int)Math.Round(total * 12);
        return [.. Enumerable.Range(0, 12).Select(i => (double?)((sum / 12) + (i < sum % 12 ? 1 : 0)))];
    }

    /// <summary>A form for a numbered session.</summary>
    public static JsonObject Of(int session, double total, string rater = "client", string? heldAt = null) => Clinic.Form(session, Answers(total), rater, heldAt: heldAt);

    /// <summary>A form for a session that only its time names.</summary>
    public static JsonObject At(string heldAt, double total = 4, string rater = "client") => Of(1, total, rater, heldAt).WithSession(new { heldAt });

    /// <summary>The same form for another session.</summary>
    public static JsonObject WithSession(this JsonObject form, object session)
    {
        form["session"] = Json.Object(session);
        return form;
    }

    /// <summary>The same form with one more or another member.</summary>
    public static JsonObject With(this JsonObject form, string name, JsonNode? value)
    {
        form[name] = value;
        return form;
    }
}
