using System.Text;
using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Access;

/// <summary>How a route is called to see who may use it.</summary>
/// <param name="Route">Method and template.</param>
/// <param name="Path">Path and query for a thing.</param>
internal sealed record RouteCase(string Route, Func<Things, string> Path)
{
    /// <summary>The body; null for none.</summary>
    public Func<Things, object>? Body { get; init; }

    /// <summary>The one line of a batch, where the route takes a batch: what becomes of the line counts then.</summary>
    public Func<Things, JsonObject>? Line { get; init; }

    /// <summary>
    /// The answers that show that the caller may: 200 unless said otherwise. A documented refusal of the state (428: the thing was
    /// seen, and no If-Match was sent) shows it as well as a result, and changes nothing.
    /// </summary>
    public int[] Allowed { get; init; } = [200];

    /// <summary>For a list: what of a thing must stand in it where the reach takes it in, and must not where it does not. Null for a route about one thing.</summary>
    public Func<Things, string>? Marker { get; init; }

    /// <summary>Whether the route has no thing that could lie outside of a reach, only the caller's organization itself.</summary>
    public bool OfNoThing { get; init; }

    /// <summary>Whether it makes what does not exist, so that a thing of another organization is no hindrance.</summary>
    public bool Makes { get; init; }

    public HttpMethod Method => new(Route[..Route.IndexOf(' ', StringComparison.Ordinal)]);

    public string ContentType => Line is null ? "application/json" : "application/x-ndjson";

    public async Task<Answer> Call(Api by, Things things)
    {
        if (Line is null)
        {
            return await by.Send(Method, Path(things), Body is null ? null : Api.Json(Body(things)));
        }

        var answer = await by.SendText(Method, Path(things), Line(things).ToJsonString() + "\n", ContentType);
        return answer.Status == 200 ? OfLine(answer) : answer;
    }

    // What became of the first line, as the single call would answer.
    private static Answer OfLine(Answer answer)
    {
        var line = JsonNode.Parse(Encoding.UTF8.GetString(answer.Body).Split('\n')[0])!;
        var headers = new Dictionary<string, string>(answer.Headers, StringComparer.OrdinalIgnoreCase);
        if (line["problem"] is not null)
        {
            headers["Content-Type"] = "application/problem+json; charset=utf-8";
        }

        return new Answer((int)line["status"]!, headers, Encoding.UTF8.GetBytes((line["problem"] ?? line).ToJsonString()));
    }

    public override string ToString() => Route;
}

/// <summary>Every route under /v1 with a way to call it. A route that is not here fails the tests: add it with what it does.</summary>
internal static class RouteTable
{
    private static readonly object Reason = new { reason = "entered twice" };

    public static readonly RouteCase[] All =
    [
        new("POST /v1/keys", _ => "/v1/keys") { Body = t => new { name = "made", role = "clinician", clinicianId = t.Clinician }, Allowed = [201] },
        new("GET /v1/keys", _ => "/v1/keys?limit=500") { Marker = t => $"\"{t.EnteredBy}\"" },
        new("GET /v1/me", _ => "/v1/me") { OfNoThing = true },
        new("DELETE /v1/keys/{keyId}", t => $"/v1/keys/{t.Key}") { Allowed = [204] },
        new("POST /v1/apps", _ => "/v1/apps") { Body = _ => App(), Allowed = [201], OfNoThing = true },
        new("GET /v1/apps", _ => "/v1/apps?limit=500") { Marker = t => $"\"{t.App}\"" },
        new("GET /v1/apps/{appId}", t => $"/v1/apps/{t.App}"),
        new("PUT /v1/apps/{appId}", t => $"/v1/apps/{t.App}") { Body = _ => App() },
        new("DELETE /v1/apps/{appId}", t => $"/v1/apps/{t.OldApp}") { Allowed = [204] },
        new("PUT /v1/organizations/{organizationId}", _ => "/v1/organizations/default") { Body = _ => new { }, OfNoThing = true },
        new("GET /v1/organizations", _ => "/v1/organizations") { OfNoThing = true },
        new("GET /v1/audit", t => $"/v1/audit?limit=500&actor={Uri.EscapeDataString(t.EnteredBy)}") { Marker = t => $"/v1/episodes/{t.Episode}" },
        new("GET /v1/audit/verify", _ => "/v1/audit/verify") { OfNoThing = true },

        new("GET /v1/audit/anchor", _ => "/v1/audit/anchor") { OfNoThing = true },

        new("PUT /v1/clinicians/{clinicianId}", t => $"/v1/clinicians/{t.Clinician}-written") { Body = _ => new { label = "L" }, Makes = true },
        new("GET /v1/clinicians/{clinicianId}", t => $"/v1/clinicians/{t.Clinician}"),
        new("GET /v1/clinicians", _ => "/v1/clinicians?limit=500") { Marker = t => $"\"{t.Clinician}\"" },
        new("PUT /v1/clients/{clientId}", t => $"/v1/clients/{t.Client}-written") { Body = _ => new { label = "L" }, Makes = true },
        new("GET /v1/clients/{clientId}", t => $"/v1/clients/{t.Client}"),
        new("GET /v1/clients", _ => "/v1/clients?limit=500") { Marker = t => $"\"{t.Client}\"" },
        new("GET /v1/clients/{clientId}/export", t => $"/v1/clients/{t.Client}/export"),
        new("POST /v1/clients/{clientId}/merge", t => $"/v1/clients/{t.Client}-double/merge") { Body = t => new { into = t.Client } },
        new("DELETE /v1/clients/{clientId}", t => $"/v1/clients/{t.Client}") { Allowed = [428] },

        new("PUT /v1/episodes/{episodeId}", t => $"/v1/episodes/{t.Episode}-written") { Body = t => World.Episode($"{t.Client}-written", t.Clinician), Makes = true },
        new("GET /v1/episodes/{episodeId}", t => $"/v1/episodes/{t.Episode}"),
        new("GET /v1/episodes", _ => "/v1/episodes?limit=500") { Marker = t => $"\"{t.Episode}\"" },
        new("GET /v1/episodes/{episodeId}/sessions", t => $"/v1/episodes/{t.Episode}/sessions"),
        new("GET /v1/episodes/{episodeId}/sessions/{number}", t => $"/v1/episodes/{t.Episode}/sessions/1"),
        new("PUT /v1/episodes/{episodeId}/sessions/{number}", t => $"/v1/episodes/{t.Episode}/sessions/1") { Body = _ => new { heldAt = "2024-01-07T10:00:00Z" }, Allowed = [428] },

        new("GET /v1/instruments", _ => "/v1/instruments") { Marker = t => $"\"{t.Instrument}\"" },
        new("GET /v1/instruments/{id}", t => $"/v1/instruments/{t.Instrument}"),
        new("GET /v1/instruments/{id}/versions/{version}", t => $"/v1/instruments/{t.Instrument}/versions/1"),
        new("POST /v1/instruments", _ => "/v1/instruments") { Body = _ => World.Form("form-posted"), Allowed = [200, 201], OfNoThing = true },
        new("PUT /v1/instruments/{id}/versions/{version}/wording/{language}", t => $"/v1/instruments/{t.Instrument}/versions/1/wording/en") { Body = _ => Wording(), Allowed = [200, 201] },

        new("GET /v1/instruments/{id}/versions/{version}/preview", t => $"/v1/instruments/{t.Instrument}/versions/1/preview"),

        new("POST /v1/episodes/{episodeId}/responses", t => $"/v1/episodes/{t.Episode}/responses") { Body = _ => World.Submission(1) },
        new("POST /v1/responses/batch", _ => "/v1/responses/batch") { Line = t => Line(t.Episode) },
        new("GET /v1/episodes/{episodeId}/responses", t => $"/v1/episodes/{t.Episode}/responses"),
        new("GET /v1/responses/{responseId}", t => $"/v1/responses/{t.Response}"),
        new("GET /v1/score-reports/{responseId}", t => $"/v1/score-reports/{t.Response}"),
        new("PUT /v1/responses/{responseId}", t => $"/v1/responses/{t.Response}") { Body = _ => new { answers = new Dictionary<string, int> { ["1"] = 3 }, reason = "misread" }, Allowed = [428] },
        new("DELETE /v1/responses/{responseId}", t => $"/v1/responses/{t.Response}") { Body = _ => Reason, Allowed = [428] },
        new("POST /v1/responses/{responseId}/move", t => $"/v1/responses/{t.Response}/move") { Body = t => new { episodeId = t.Episode, reason = "stays here" } },

        new("GET /v1/responses/{responseId}/promise", t => $"/v1/responses/{t.Response}/promise"),
        new("POST /v1/episodes/{episodeId}/sessions/{number}/discussed", t => $"/v1/episodes/{t.Episode}/sessions/1/discussed") { Body = _ => new { } },

        new("POST /v1/episodes/{episodeId}/invitations", t => $"/v1/episodes/{t.Episode}/invitations") { Body = _ => World.Invitation(), Allowed = [201] },
        new("GET /v1/episodes/{episodeId}/invitations", t => $"/v1/episodes/{t.Episode}/invitations"),
        new("DELETE /v1/episodes/{episodeId}/invitations/{invitationId}", t => $"/v1/episodes/{t.Episode}/invitations/{t.Invitation}") { Allowed = [204] },

        new("GET /v1/visibility", _ => "/v1/visibility") { OfNoThing = true },
        new("PUT /v1/visibility", _ => "/v1/visibility") { Body = _ => Policy(), OfNoThing = true },
        new("GET /v1/clients/{clientId}/visibility", t => $"/v1/clients/{t.Client}/visibility"),
        new("PUT /v1/clients/{clientId}/visibility", t => $"/v1/clients/{t.Client}/visibility") { Body = _ => Policy() },
        new("GET /v1/episodes/{episodeId}/visibility", t => $"/v1/episodes/{t.Episode}/visibility"),

        new("GET /v1/export", _ => "/v1/export?identified=true") { Marker = t => $"\"{t.Episode}\"" },

        new("GET /v1/episodes/{episodeId}/trend", t => $"/v1/episodes/{t.Episode}/trend"),
        new("GET /v1/episodes/{episodeId}/trend.svg", t => $"/v1/episodes/{t.Episode}/trend.svg"),
        new("GET /v1/episodes/{episodeId}/trend.png", t => $"/v1/episodes/{t.Episode}/trend.png"),
        new("GET /v1/episodes/{episodeId}/report.pdf", t => $"/v1/episodes/{t.Episode}/report.pdf"),
        new("GET /v1/episodes/{episodeId}/congruence", t => $"/v1/episodes/{t.Episode}/congruence"),
        new("GET /v1/caseload", _ => "/v1/caseload?limit=500") { Marker = t => $"\"{t.Episode}\"" },
        new("GET /v1/supervision/clinicians/{clinicianId}", t => $"/v1/supervision/clinicians/{t.Clinician}"),
        new("GET /v1/events", _ => "/v1/events?limit=500") { Marker = t => $"\"{t.Episode}\"" },
        new("PUT /v1/webhooks/{webhookId}", _ => "/v1/webhooks/written") { Body = _ => new { url = "https://receiver.invalid/events" }, Allowed = [200, 201], OfNoThing = true },
        new("GET /v1/webhooks", _ => "/v1/webhooks") { OfNoThing = true },
        new("GET /v1/webhooks/{webhookId}", t => $"/v1/webhooks/{t.Webhook}"),
        new("DELETE /v1/webhooks/{webhookId}", t => $"/v1/webhooks/{t.Webhook}-old") { Allowed = [204] },
        new("GET /v1/webhooks/{webhookId}/undelivered", t => $"/v1/webhooks/{t.Webhook}/undelivered"),
        new("POST /v1/webhooks/{webhookId}/replay", t => $"/v1/webhooks/{t.Webhook}/replay") { Body = _ => new { } },
        new("POST /v1/webhooks/{webhookId}/secret", t => $"/v1/webhooks/{t.Webhook}/secret") { Body = _ => new { } },
        new("GET /v1/alerts", _ => "/v1/alerts?limit=500") { Marker = t => $"\"{t.Alert}\"" },
        new("GET /v1/alerts/{alertId}", t => $"/v1/alerts/{t.Alert}"),
        new("POST /v1/alerts/{alertId}/state", t => $"/v1/alerts/{t.Alert}/state") { Body = _ => new { state = "seen" } },
    ];

    private static JsonObject Line(string episodeId)
    {
        var line = Json.Object(World.Submission(1));
        line["episodeId"] = episodeId;
        return line;
    }

    private static object Policy() => new { clinician = "items", supervisor = "trend", integration = "items", client = "trend" };

    /// <summary>An app whose keys lie elsewhere.</summary>
    public static object App() => new { name = "bulk reader", scopes = new[] { "system/*.rs" }, jwksUri = "https://keys.example.com/jwks" };

    private static object Wording() => new
    {
        title = "T",
        instructions = "I",
        items = new Dictionary<string, string> { ["1"] = "a", ["2"] = "b", ["3"] = "c" },
        anchors = new Dictionary<string, string> { ["1"] = "never" },
        licence = new { holder = "H", reference = "R", attestedBy = "A" },
    };
}
