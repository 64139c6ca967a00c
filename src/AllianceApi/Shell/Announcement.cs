using AllianceApi.Demo;

namespace AllianceApi.Shell;

/// <summary>What a person who started the service needs to know now. Keys stand here and in no log.</summary>
internal static class Announcement
{
    public static void Print(ICollection<string> urls, string? firstKey, DemoClinic? clinic)
    {
        var url = urls.FirstOrDefault() ?? "";
        var lines = new List<string> { "", $"AllianceApi listens on {string.Join(", ", urls)}", $"  Dashboard         {url}/", $"  API description   {url}/swagger", $"  OpenAPI           {url}/openapi/v1.yaml" };
        if (firstKey is not null)
        {
            lines.AddRange(["", "The operator's first key. It is shown this once; keep it safe:", $"  {firstKey}"]);
        }

        if (clinic is not null)
        {
            lines.AddRange(["", .. clinic.Describe(url, firstKey)]);
        }

        lines.AddRange(["", "Stop with Ctrl+C.", ""]);
        Console.WriteLine(string.Join(Environment.NewLine, lines));
    }
}
