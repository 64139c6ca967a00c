using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.OpenApi;

/// <summary>openapi.yaml as linters and makers of clients that nobody here wrote read it: without an error, and the clients work.</summary>
internal sealed class TypedClientTests
{
    private static readonly string Clients = Repository.PathOf("tests", "AllianceApi.Tests", "OpenApi", "Clients");
    private static readonly string Document = Repository.PathOf("openapi.yaml");

    [Test]
    public async Task SpectralFindsNoError()
    {
        NodeScripts.Need(Clients, "@stoplight/spectral-cli");
        var (code, output) = await NodeScripts.Run("node", Clients, ["node_modules/@stoplight/spectral-cli/dist/index.js", "lint", Document, "--ruleset", "spectral.yaml"]);
        Assert.That(code, Is.Zero, output);
    }

    [Test]
    public async Task RedoclyFindsNoError()
    {
        NodeScripts.Need(Clients, "@redocly/cli");
        var (code, output) = await NodeScripts.Run("node", Clients, ["node_modules/@redocly/cli/bin/cli.js", "lint", Document]);
        Assert.That((code, output.Contains("is valid", StringComparison.Ordinal)), Is.EqualTo((0, true)), output);
    }

    [Test]
    public async Task ATypedClientInTypeScriptMakesAWholeTrip()
    {
        NodeScripts.Need(Clients, "openapi-typescript", "openapi-fetch", "typescript");
        var folder = Directory.CreateTempSubdirectory("alliance-typed-").FullName;
        try
        {
            Directory.CreateSymbolicLink(Path.Combine(folder, "node_modules"), Path.Combine(Clients, "node_modules"));
            foreach (var file in (string[])["package.json", "trip.ts", "tsconfig.json", "node.d.ts"])
            {
                File.Copy(Path.Combine(Clients, file), Path.Combine(folder, file));
            }

            await Must("node", folder, "node_modules/openapi-typescript/bin/cli.js", Document, "-o", "generated/schema.d.ts");
            await Must("node", folder, "node_modules/typescript/bin/tsc", "-p", ".");
            await using var service = await RunningService.Start();
            await NodeScripts.Run(folder, "generated/run/trip.js", service.Base.ToString().TrimEnd('/'), (await service.Key("integration")).Key!);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public async Task ATypedClientInCSharpMakesAWholeTrip()
    {
        NodeScripts.Need(Clients, "nswag");
        var folder = Directory.CreateTempSubdirectory("alliance-typed-").FullName;
        try
        {
            await Must("node", Clients, "node_modules/nswag/bin/nswag.js", "openapi2csclient", $"/input:{Document}", $"/output:{Path.Combine(folder, "Client.cs")}", "/namespace:Alliance.Client", "/className:AllianceClient", "/runtime:Net100");
            File.Copy(Path.Combine(Clients, "csharp", "Trip.cs.txt"), Path.Combine(folder, "Trip.cs"));
            File.Copy(Path.Combine(Clients, "csharp", "Trip.csproj.txt"), Path.Combine(folder, "Trip.csproj"));
            await Must("dotnet", folder, "build", "-c", "Release", "-p:UseSharedCompilation=false", "-nodeReuse:false", "-o", "out");
            await using var service = await RunningService.Start();
            var (code, output) = await NodeScripts.Run("dotnet", folder, ["out/Trip.dll", service.Base.ToString().TrimEnd('/'), (await service.Key("integration")).Key!]);
            Assert.That((code, output.Trim()), Is.EqualTo((0, "OK nswag")), output);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task Must(string program, string folder, params string[] arguments)
    {
        var (code, output) = await NodeScripts.Run(program, folder, arguments);
        Assert.That(code, Is.Zero, output);
    }
}
