using AllianceApi.Access;
using AllianceApi.Tests.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceApi.Tests.Access;

/// <summary>Whose a thing is, seen from the clinician <c>th-own</c> of the organization <c>default</c>.</summary>
internal enum Relation
{
    Own,
    OtherClinician,
    OtherOrganization,
}

/// <summary>One of everything, of one clinician. What is only written to has ids of its own, so that no test changes what another reads.</summary>
internal sealed record Things(string Suffix)
{
    public string Clinician => $"th-{Suffix}";

    public string Client => $"client-{Suffix}";

    public string Episode => $"episode-{Suffix}";

    public string Instrument { get; init; } = "nothing";

    public string Response { get; init; } = Nowhere;

    public string Alert { get; init; } = Nowhere;

    public string Key { get; init; } = Nowhere;

    public string App { get; init; } = Nowhere;

    public string OldApp { get; init; } = Nowhere;

    public string Webhook => $"webhook-{Suffix}";

    public string Invitation { get; init; } = Nowhere;

    /// <summary>Name of the key that entered it all.</summary>
    public string EnteredBy { get; init; } = "nobody";

    private static string Nowhere => "01900000-0000-7000-8000-000000000000";
}

/// <summary>A running service with two organizations, two clinicians in the first, and a key for each role there.</summary>
internal sealed class World : IAsyncDisposable
{
    private readonly Dictionary<Role, Api> _keys = [];
    private readonly Dictionary<Relation, Things> _things = [];

    private World(RunningService service) => Service = service;

    public RunningService Service { get; }

    /// <summary>An integration key of the other organization.</summary>
    public Api Elsewhere { get; private set; } = null!;

    public Api Stranger => Service.Api(null);

    public static Things Nothing { get; } = new("nobody");

    public Api this[Role role] => _keys[role];

    public Things this[Relation relation] => _things[relation];

    public static async Task<World> Open(Store store, Action<WebApplicationBuilder>? configure = null)
    {
        var world = new World(await RunningService.Start(store, configure: configure));
        var service = world.Service;
        Assert.That((await service.Admin.Put("/v1/organizations/elsewhere", new { })).Status, Is.EqualTo(201));
        world._keys[Role.Admin] = service.Admin;
        world._keys[Role.Integration] = await service.Key("integration", new { name = "enters default" });
        world.Elsewhere = await service.Key("integration", new { organization = "elsewhere", name = "enters elsewhere" });
        var adminElsewhere = await service.Key("admin", new { organization = "elsewhere" });
        world._things[Relation.Own] = await Enter("own", world[Role.Integration], service.Admin, "default");
        world._things[Relation.OtherClinician] = await Enter("other", world[Role.Integration], service.Admin, "default");
        world._things[Relation.OtherOrganization] = await Enter("away", world.Elsewhere, adminElsewhere, "elsewhere");
        world._keys[Role.Clinician] = await service.Key("clinician", new { clinicianId = "th-own" });
        world._keys[Role.Supervisor] = await service.Key("supervisor", new { supervises = new[] { "th-own" } });
        world._keys[Role.Auditor] = await service.Key("auditor");
        return world;
    }

    /// <summary>Whether <paramref name="reach"/> takes in a thing of this relation.</summary>
    public static bool Reaches(Reach reach, Relation relation) => reach switch
    {
        Reach.Organization or Reach.Ids => relation != Relation.OtherOrganization,
        Reach.Own or Reach.Supervised => relation == Relation.Own,
        _ => false,
    };

    /// <summary>What a route under /v1, named by method and template, does.</summary>
    public Operation Operation(string route) => Routes().Single(r => r.Name == route).Endpoint.Metadata.GetMetadata<Allows>()!.Operation;

    /// <summary>The routes under /v1 as the running service has them.</summary>
    public IEnumerable<(string Name, RouteEndpoint Endpoint)> Routes() =>
        from endpoint in Service.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let template = "/" + endpoint.RoutePattern.RawText!.TrimStart('/')
        where template.StartsWith("/v1", StringComparison.Ordinal)
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["ANY"]
        select ($"{method} {template}", endpoint);

    /// <summary>An own instrument of three items.</summary>
    public static object Form(string id, string name = "A form of our own") => new
    {
        id,
        version = "1",
        name,
        raters = new[] { "client" },
        items = new { count = 3, min = 1, max = 5, step = 1, reversed = new[] { 3 } },
        scales = new[] { new { scale = "total", items = new[] { 1, 2, 3 } } },
        missing = new { minimumShare = 0.75 },
        metric = "mean",
        parameters = new { total = new { sem = 0.2, r = 0.09, source = "Nobody (2026)" } },
        citation = "Nobody (2026)",
        licence = "CC0",
    };

    /// <summary>What was submitted for session 1: eight good sessions and a bad one raise an alert.</summary>
    public static object Submission(int number) => Clinic.Flat(number, number < 9 ? 5 - (number % 2) : 1);

    public ValueTask DisposeAsync() => Service.DisposeAsync();

    private static async Task<Things> Enter(string suffix, Api entering, Api admin, string organization)
    {
        var things = new Things(suffix) { Instrument = $"form-{organization}", EnteredBy = $"enters {organization}" };
        await Made(entering.Put($"/v1/clinicians/{things.Clinician}", new { label = $"Clinician {suffix}" }));
        await Made(entering.Put($"/v1/clinicians/{things.Clinician}-written", new { label = "L" }));
        await Made(entering.Put($"/v1/clients/{things.Client}", new { label = $"Client {suffix}" }));
        await Made(entering.Put($"/v1/clients/{things.Client}-written", new { label = "L" }));
        await Made(entering.Put($"/v1/clients/{things.Client}-double", new { label = "L" }));
        foreach (var (episode, client) in ((string, string)[])[(things.Episode, things.Client), ($"{things.Episode}-written", $"{things.Client}-written")])
        {
            await Made(entering.Put($"/v1/episodes/{episode}", Episode(client, things.Clinician)));
        }

        await admin.Post("/v1/instruments", Form(things.Instrument));
        foreach (var webhook in (string[])[things.Webhook, $"{things.Webhook}-old"])
        {
            await Made(admin.Put($"/v1/webhooks/{webhook}", new { url = "https://receiver.invalid/events" }));
        }

        var (app, oldApp) = (await Made(admin.Post("/v1/apps", RouteTable.App())), await Made(admin.Post("/v1/apps", RouteTable.App())));
        var key = await Made(admin.Post("/v1/keys", new { name = $"to revoke {suffix}", role = "clinician", clinicianId = things.Clinician }));
        var first = "";
        for (var number = 1; number <= 9; number++)
        {
            var made = await Made(entering.Post($"/v1/episodes/{things.Episode}/responses", Submission(number)));
            first = number == 1 ? (string)made.Json["id"]! : first;
        }

        var alerts = (await entering.Get($"/v1/alerts?clinicianId={things.Clinician}")).Json["items"]!.AsArray();
        Assert.That(alerts, Is.Not.Empty, "an alert is needed");
        var invitation = await Made(entering.Post($"/v1/episodes/{things.Episode}/invitations", Invitation()));
        return things with { App = (string)app.Json["id"]!, OldApp = (string)oldApp.Json["id"]!, Invitation = (string)invitation.Json["id"]!, Response = first, Alert = (string)alerts[0]!["id"]!, Key = (string)key.Json["id"]! };
    }

    /// <summary>An invitation to a form whose texts come with the service.</summary>
    public static object Invitation() => new { session = new { number = 1 }, instrument = "alliance-check", rater = "client", language = "en" };

    public static object Episode(string client, string clinician) => new { clientId = client, clinicianId = clinician, instrument = "wai-sr", startedOn = "2024-01-01" };

    private static async Task<Answer> Made(Task<Answer> sending)
    {
        var answer = await sending;
        Assert.That(answer.Status, Is.EqualTo(201), answer.Text);
        return answer;
    }
}
