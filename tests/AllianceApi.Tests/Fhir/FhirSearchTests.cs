using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Fhir;

/// <summary>Searches: what is asked is what is found, pages are the list, and the feed of changes misses nothing.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class FhirSearchTests(Store store) : FhirFixture(store)
{
    [Test]
    public async Task EveryParameterNarrowsToWhatItSays()
    {
        var episode = await NewEpisode();
        var name = NewName();
        var first = Response(episode, 1, 4, name);
        first["author"] = Identified("Practitioner", "urn:alliance:clinician", "th-1");
        var made = await Made(first);
        var second = await Made(Response(episode, 2, 3));
        second["item"]![0]!["answer"]![0]!["valueInteger"] = 5;
        Assert.That((await Put(second, "W/\"1\"")).Status, Is.EqualTo(200));
        var (a, b) = (made.Text("id"), second.Text("id"));
        var patient = $"patient:identifier={ClientSystem}|c-{episode}";
        var updated = made.Text("meta.lastUpdated")!;
        (string Query, string?[] Found)[] expected =
        [
            ("", [a, b]), ("&status=completed", [a]), ("&status=amended", [b]), ("&status=completed,amended", [a, b]), ("&status=entered-in-error", []),
            ("&authored=2024-01-08", [a]), ("&authored=2024-01", [a, b]), ("&authored=gt2024-01-08", [b]), ("&authored=ge2024-01-08", [a, b]), ("&authored=lt2024-01-15", [a]),
            ("&authored=ne2024-01-08", [b]), ("&authored=eb2024-01-15", [a]), ("&authored=sa2024-01-08", [b]), ("&authored=ge2024-01-08T10:00:00Z&authored=le2024-01-08T11:00:00%2B01:00", [a]),
            ($"&identifier=urn:test|{name}", [a]), ($"&identifier={name}", [a]), ("&identifier=urn:other|x", []), ($"&_id={a}", [a]), ($"&_id={a},{b}", [a, b]),
            ("&questionnaire=Questionnaire/wai-sr", [a, b]), ($"&questionnaire={Uri.EscapeDataString(WaiSr)}", [a, b]), ("&questionnaire=Questionnaire/srs", []),
            ("&author:identifier=urn:alliance:clinician|th-1", [a]), ("&author:identifier=urn:alliance:clinician|th-2", []), ($"&source={made.Text("source.reference")}", [a, b]),
            ($"&encounter:identifier=urn:alliance:session|{episode}/2", [b]), ($"&encounter={made.Text("encounter.reference")}", [a]),
            ($"&_lastUpdated=gt{Uri.EscapeDataString(updated)}", [b]), ($"&_lastUpdated=le{Uri.EscapeDataString(updated)}", [a]),
        ];
        using (Assert.EnterMultipleScope())
        {
            foreach (var (query, found) in expected)
            {
                Assert.That((await Walk($"QuestionnaireResponse?{patient}{query}")).Select(r => r.Text("id")), Is.EqualTo(found), query);
            }

            foreach (var subject in (string[])[$"subject={made.Text("subject.reference")}", $"patient={made.Text("subject.reference")![8..]}", $"patient={Clinic.Service.Base}fhir/R4/{made.Text("subject.reference")}", $"patient.identifier={ClientSystem}|c-{episode}", $"subject:identifier=c-{episode}", $"subject:Patient={made.Text("subject.reference")}"])
            {
                Assert.That(await Walk($"QuestionnaireResponse?{subject}"), Has.Count.EqualTo(2), subject);
            }

            Assert.That((await Walk($"QuestionnaireResponse?{patient}&_sort=-authored")).Select(r => r.Text("id")), Is.EqualTo(new[] { b, a }));
            Assert.That((await Walk($"QuestionnaireResponse?{patient}&_sort=-_lastUpdated&_count=1")).Select(r => r.Text("id")), Is.EqualTo(new[] { b, a }));
            var posted = Checked(await Fhir.SendText(HttpMethod.Post, $"{Base}/QuestionnaireResponse/_search", $"{patient.Replace("|", "%7C", StringComparison.Ordinal)}&status=amended", "application/x-www-form-urlencoded"));
            Assert.That(Matches(posted.Json).Select(r => r.Text("id")), Is.EqualTo(new[] { b }));
        }
    }

    [Test]
    public async Task CountsAndTotals()
    {
        var episode = await NewEpisode();
        for (var session = 1; session <= 3; session++)
        {
            await Made(Response(episode, session));
        }

        var patient = $"QuestionnaireResponse?patient:identifier={ClientSystem}|c-{episode}";
        var (counted, zero) = (await Read($"{patient}&_summary=count"), await Read($"{patient}&_count=0"));
        var (page, whole) = (await Read($"{patient}&_count=2"), await Read($"{patient}&_count=2&_total=accurate"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((counted.Whole("total"), zero.Whole("total")), Is.EqualTo((3, 3)));
            Assert.That(Matches(counted).Concat(Matches(zero)), Is.Empty);
            Assert.That((page["total"], whole.Whole("total")), Is.EqualTo(((JsonNode?)null, 3)));
            Assert.That(page["link"]!.AsArray().Select(l => l.Text("relation")), Is.EqualTo((string[])["self", "next"]));
            Assert.That((await Read($"{patient}&_count=3"))["link"]!.AsArray(), Has.Count.EqualTo(1), "no next page, no link to it");
        }
    }

    [Test]
    public async Task AnUnknownParameterIsRefusedUnlessLeniencyIsAskedFor()
    {
        var episode = await NewEpisode();
        await Made(Response(episode));
        var path = $"QuestionnaireResponse?patient:identifier={ClientSystem}|c-{episode}&colour=blue&authored=yesterday";
        var strict = await Get(path);
        var lenient = await Get(path, null, ("Prefer", "handling=lenient"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(strict.Status, Is.EqualTo(400));
            Assert.That(Issues(strict), Is.EqualTo((string[])["error not-supported colour", "error value authored"]));
            Assert.That(lenient.Status, Is.EqualTo(200), lenient.Text);
            Assert.That(lenient.Json.Text("link.0.url"), Does.Contain("patient").And.Not.Contain("colour").And.Not.Contain("authored"));
            Assert.That(Matches(lenient.Json).Count(), Is.EqualTo(1));
            Assert.That(Matches(lenient.Json, "outcome").Single()["issue"]!.AsArray(), Has.Count.EqualTo(2));
        }
    }

    [Test]
    public async Task PagesAreTheListOnceEachWhileOthersWrite()
    {
        var (episode, other) = (await NewEpisode(), await NewEpisode());
        var ids = new List<string?>();
        for (var session = 1; session <= 30; session++)
        {
            ids.Add((await Made(Response(episode, session))).Text("id"));
        }

        using var stop = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var session = 1; session <= 60 && !stop.IsCancellationRequested; session++)
            {
                await Made(Response(other, session));
            }
        });
        foreach (var sort in (string[])["", "&_sort=authored", "&_sort=_lastUpdated", "&_sort=-_lastUpdated"])
        {
            var walked = (await Walk($"QuestionnaireResponse?_count=7{sort}")).Where(r => ids.Contains(r.Text("id"))).Select(r => r.Text("id")).ToList();
            Assert.That(walked, Is.EquivalentTo(ids).And.Unique, sort);
        }

        await stop.CancelAsync();
        await writing;
    }

    [Test]
    public async Task TheFeedOfChangesMissesNothing()
    {
        var since = "2000-01-01T00:00:00Z";
        var (seen, made) = (new Dictionary<string, string>(), new System.Collections.Concurrent.ConcurrentDictionary<string, string>());
        var episodes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => NewEpisode()));
        var writing = Task.WhenAll(episodes.Select(async episode =>
        {
            for (var session = 1; session <= 12; session++)
            {
                var form = await Made(Response(episode, session));
                made[form.Text("id")!] = "1";
                if (session % 3 == 0)
                {
                    form["item"]![0]!["answer"]![0]!["valueInteger"] = 1;
                    Assert.That((await Put(form, "W/\"1\"")).Status, Is.EqualTo(200));
                    made[form.Text("id")!] = "2";
                }
            }
        }));
        for (var last = false; !last;)
        {
            last = writing.IsCompleted;
            foreach (var form in await Walk($"QuestionnaireResponse?_lastUpdated=ge{Uri.EscapeDataString(since)}&_sort=_lastUpdated&_count=10"))
            {
                seen[form.Text("id")!] = form.Text("meta.versionId")!;
                since = form.Text("meta.lastUpdated")!;
            }
        }

        await writing;
        Assert.That(made.Where(m => seen.GetValueOrDefault(m.Key) != m.Value), Is.Empty);
    }

    [Test]
    public async Task ANextPageBelongsToItsSearchAndItsOrganization()
    {
        var episode = await NewEpisode();
        for (var session = 1; session <= 3; session++)
        {
            await Made(Response(episode, session));
        }

        var page = await Read($"QuestionnaireResponse?patient:identifier={ClientSystem}|c-{episode}&_count=1");
        var next = new Uri(page["link"]![1].Text("url")!).PathAndQuery;
        await Clinic.Admin.Put("/v1/organizations/elsewhere", new { });
        var elsewhere = await Clinic.Service.Key("integration", new { organization = "elsewhere" });
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await elsewhere.Get(next)).Status, Is.EqualTo(400));
            Assert.That((await Fhir.Get(next + "&status=amended")).Status, Is.EqualTo(400));
            Assert.That((await Fhir.Get(next.Replace("QuestionnaireResponse", "Observation", StringComparison.Ordinal))).Status, Is.EqualTo(400));
            Assert.That((await Clinic.OtherClinician.Get(next)).Json["entry"], Is.Null, "sight is that of who asks");
        }
    }

    [Test]
    public async Task WhatComesAlong()
    {
        var episode = await NewEpisode();
        await Made(Response(episode));
        var found = await Read($"QuestionnaireResponse?patient:identifier={ClientSystem}|c-{episode}&_include=QuestionnaireResponse:subject&_include=QuestionnaireResponse:questionnaire&_include=QuestionnaireResponse:encounter");
        Assert.That(Matches(found, "include").Select(r => r.Text("resourceType")), Is.EquivalentTo((string[])["Patient", "Questionnaire", "Encounter"]));
        var scores = await Read($"Observation?patient:identifier={ClientSystem}|c-{episode}&code=panel&_include=Observation:has-member&_include=Observation:derived-from&_include=Observation:performer&_revinclude=Provenance:target");
        Assert.That(Matches(scores).Count(), Is.EqualTo(1));
        Assert.That(Matches(scores, "include").Select(r => r.Text("resourceType")).GroupBy(t => t).Select(g => $"{g.Key} {g.Count()}"), Is.EquivalentTo((string[])["Observation 4", "QuestionnaireResponse 1", "Patient 1", "Provenance 1"]));
    }
}
