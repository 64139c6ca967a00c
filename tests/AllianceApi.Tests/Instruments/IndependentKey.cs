namespace AllianceApi.Tests.Instruments;

/// <summary>A scoring key read from the dossier, and scores by the rules of the contract: no code of the service is in it.</summary>
internal sealed record IndependentKey(double Min, double Max, double Step, int Items, int[] Reversed, Dictionary<string, int[]> Scales, double Share)
{
    private static readonly string[] Lines = ["srs", "csrs", "gsrs", "cgsrs"];

    public static IndependentKey Of(string id)
    {
        var form = ReferenceForms.Form(ReferenceForms.Served[id][0]);
        var count = form.GetProperty("items").GetInt32();
        int[] Scale(string name) => ReferenceForms.Numbers(form.GetProperty("subscales").GetProperty(name));
        var scales = id switch
        {
            "srs" => new Dictionary<string, int[]> { ["bond"] = [1], ["goal"] = [2], ["task"] = [3], ["overall"] = [4] },
            "wai-srt-10" => new Dictionary<string, int[]> { ["bond"] = Scale("bond"), ["goalTask"] = Scale("goal_task") },
            "wai-sr" or "wai-36" or "wai-s" => new[] { "bond", "goal", "task" }.ToDictionary(s => s, Scale),
            _ => [],
        };
        scales["total"] = [.. Enumerable.Range(1, count)];
        return new IndependentKey(
            form.GetProperty("min").GetDouble(), form.GetProperty("max").GetDouble(), form.GetProperty("step").GetDouble(), count,
            ReferenceForms.Numbers(form.GetProperty("reversed")), scales, Lines.Contains(id) ? 1 : 0.75);
    }

    public Dictionary<int, double> RandomAnswers(Random random, double missing)
    {
        var steps = (int)Math.Round((Max - Min) / Step);
        return Enumerable.Range(1, Items).Where(_ => random.NextDouble() >= missing)
            .ToDictionary(i => i, _ => Math.Round(Min + (random.Next(steps + 1) * Step), 1));
    }

    public Dictionary<string, (double? Mean, double Sum, int Answered, int Items)> Score(Dictionary<int, double> answers)
    {
        var result = new Dictionary<string, (double? Mean, double Sum, int Answered, int Items)>();
        foreach (var (name, items) in Scales)
        {
            var keyed = items.Where(answers.ContainsKey).Select(i => Reversed.Contains(i) ? Min + Max - answers[i] : answers[i]).ToList();
            double? mean = keyed.Count >= (int)Math.Ceiling(Share * items.Length) && keyed.Count > 0 ? keyed.Average() : null;
            if (name == "total" && result.Values.Any(r => r.Mean is null))
            {
                mean = null;
            }
            else if (name == "total" && mean is not null && string.Join(',', result.Keys) == "bond,goal,task")
            {
                mean = result.Values.Average(r => r.Mean!.Value);
            }

            result[name] = (mean, keyed.Sum(), keyed.Count, items.Length);
        }

        return result;
    }
}
