using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Dashboard;

/// <summary>The files of the pages as they are sent; what they do is tested in a browser.</summary>
internal sealed partial class DashboardTests : ClinicFixture
{
    private Api Nobody => Clinic.Service.Api(null);

    [Test]
    public async Task The_dashboard_needs_no_credential_and_runs_nothing_inline()
    {
        var page = await Nobody.Get("/");
        var html = Encoding.UTF8.GetString(page.Body);
        Assert.Multiple(() =>
        {
            Assert.That(page.Status, Is.EqualTo(200));
            Assert.That(page.Headers["Content-Type"], Is.EqualTo("text/html; charset=utf-8"));
            Assert.That(page.Headers["Content-Security-Policy"], Does.Contain("script-src 'self'").And.Not.Contain("unsafe"));
            Assert.That(html, Does.Not.Match("<script(?![^>]*src=)|style=|\\son[a-z]+="));
        });
    }

    [Test]
    public async Task Every_file_that_a_page_names_is_there_and_is_small_together()
    {
        var (waiting, seen, bytes) = (new Queue<string>(["/"]), new HashSet<string>(["/"]), 0);
        while (waiting.TryDequeue(out var path))
        {
            var file = await Nobody.Get(path, ("Accept-Encoding", "br"));
            Assert.That(file.Status, Is.EqualTo(200), path);
            bytes += file.Body.Length;
            var text = Encoding.UTF8.GetString((await Nobody.Get(path)).Body);
            foreach (Match match in Names().Matches(text))
            {
                var name = match.Groups["name"].Value;
                if (seen.Add("/pages/" + name))
                {
                    waiting.Enqueue("/pages/" + name);
                }
            }
        }

        Assert.That(seen, Has.Count.GreaterThan(10));
        Assert.That(bytes, Is.LessThan(100_000), "with the data of a caseload it is to stay under 150 kB");
    }

    [Test]
    public async Task The_page_names_its_modules_ahead_so_that_none_waits_for_another()
    {
        var html = (await Nobody.Get("/")).Text;
        var (waiting, seen) = (new Queue<string>(["dashboard.js"]), new HashSet<string>());
        while (waiting.TryDequeue(out var name))
        {
            foreach (Match match in Imports().Matches((await Nobody.Get("/pages/" + name)).Text))
            {
                if (seen.Add(match.Groups["name"].Value))
                {
                    waiting.Enqueue(match.Groups["name"].Value);
                }
            }
        }

        Assert.That(seen, Has.Count.GreaterThan(10));
        Assert.That(seen.Where(n => !html.Contains($"<link rel=\"modulepreload\" href=\"/pages/{n}\">", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task A_file_that_is_held_is_not_sent_again_and_another_name_is_not_found()
    {
        var tag = (await Nobody.Get("/pages/dashboard.js")).Tag!;
        Assert.That((await Nobody.Get("/pages/dashboard.js", ("If-None-Match", tag))).Status, Is.EqualTo((int)HttpStatusCode.NotModified));
        Assert.That((await Nobody.Get("/pages/appsettings.json")).Status, Is.EqualTo(404));
        Assert.That((await Nobody.Get("/pages/..%2fAllianceApi.dll")).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task Without_a_provider_the_page_is_told_of_none_and_may_ask_nobody_else()
    {
        var settings = await Nobody.Get("/pages/settings.json");
        Assert.That(settings.Text, Is.EqualTo("""200 {"signIn":null}"""));
        Assert.That((await Nobody.Get("/")).Headers["Content-Security-Policy"], Does.Contain("connect-src 'self';"));
    }

    [Test]
    public async Task A_key_reads_what_it_is()
    {
        var clinician = (await Clinic.Clinician.Get("/v1/me")).Json;
        var supervisor = (await Clinic.Supervisor.Get("/v1/me")).Json;
        Assert.Multiple(() =>
        {
            Assert.That((string?)clinician["role"], Is.EqualTo("clinician"));
            Assert.That((string?)clinician["clinicianId"], Is.EqualTo("th-1"));
            Assert.That(supervisor["supervises"]!.AsArray().Select(n => (string?)n), Is.EqualTo((string[])["th-1"]));
        });
        Assert.That((await Nobody.Get("/v1/me")).Status, Is.EqualTo(401));
    }

    [GeneratedRegex("from '\\./(?<name>[a-z]+\\.js)'", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Imports();

    [GeneratedRegex("(?:/pages/|from '\\./)(?<name>[a-z]+\\.[a-z]+)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Names();
}
