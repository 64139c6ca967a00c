using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Fhir;

/// <summary>Clients that nobody here wrote, against the running service.</summary>
internal sealed class FhirClientTests
{
    private static readonly string Folder = Repository.PathOf("tests", "AllianceApi.Tests", "Fhir", "Clients");

    [TestCase("fhirclient", "fhirclient")]
    [TestCase("fhirkit", "fhir-kit-client")]
    [TestCase("medplum", "@medplum/core")]
    [TestCase("validator", "fhir")]
    [TestCase("backend", "fhir-kit-client")]
    [TestCase("hl7", "@medplum/hl7")]
    [TestCase("lforms", "lforms")]
    public async Task AClientGetsAlong(string script, string package)
    {
        NodeScripts.Need(Folder, package);
        if (script == "lforms")
        {
            NodeScripts.Need(Folder, "playwright-core");
            NodeScripts.NeedChromium();
        }

        await using var service = await RunningService.Start();
        var integration = await service.Key("integration");
        await NodeScripts.Run(Folder, $"{script}.mjs", service.Base.ToString().TrimEnd('/'), integration.Key!, script, RunningService.AdminKey);
    }
}
