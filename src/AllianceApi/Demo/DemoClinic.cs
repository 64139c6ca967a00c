namespace AllianceApi.Demo;

/// <summary>The demo clinic.</summary>
internal sealed class DemoClinic
{
    public static Task<DemoClinic?> Open(IServiceProvider services) => Task.FromResult<DemoClinic?>(null);

    public IEnumerable<string> Describe(string url) => [];
}
