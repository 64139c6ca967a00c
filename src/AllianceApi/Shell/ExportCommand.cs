using System.IO.Pipelines;
using AllianceApi.Access;
using AllianceApi.Access.Organizations;
using AllianceApi.Exports;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Shell;

/// <summary>Writes the responses of an organization to a file, or to the output.</summary>
internal static class ExportCommand
{
    public static async Task<int> Run(Arguments arguments)
    {
        var format = arguments.Option("--format") ?? "ndjson";
        if (!ExportFormat.Names.Contains(format))
        {
            throw new UsageException($"--format is one of {string.Join(", ", ExportFormat.Names)}.");
        }

        var (from, to) = (Instant(arguments, "--from"), Instant(arguments, "--to"));
        var isIdentified = arguments.Flag("--identified");
        var organization = arguments.Option("--organization") ?? OrganizationStore.Default;
        var path = arguments.Option("--out");
        await using var app = Program.Build(arguments.Settings(), builder => builder.Logging.ClearProviders());
        app.Services.GetRequiredService<Migrator>().Prepare();
        var database = app.Services.GetRequiredService<Database>();
        if (!await database.Read(s => OrganizationStore.Exists(s, organization), CancellationToken.None))
        {
            throw new UsageException($"There is no organization {organization}.");
        }

        var call = new Call(Caller.Service(organization) with { KeyId = "shell", Name = "export" }, "shell", null);
        var export = await app.Services.GetRequiredService<ISender>().Send(new OpenExport(call, isIdentified, from, to), CancellationToken.None);
        using var stop = new Interruption();
        try
        {
            await Write(ExportFormat.Of(format, export.Value!), export.Value!, path, stop.Token);
        }
        catch (OperationCanceledException)
        {
            throw new StoreFileException("Stopped. The export is not whole.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreFileException($"{path ?? "The output"} can not be written, and the export is not whole: {e.Message}");
        }

        await database.Stop(CancellationToken.None);
        return 0;
    }

    // A file gets its name when it is whole, so that nobody takes half an export for one.
    private static async Task Write(ExportFormat format, OpenedExport export, string? path, CancellationToken cancellationToken)
    {
        if (path is null)
        {
            await using var console = Console.OpenStandardOutput();
            await format.Write(PipeWriter.Create(console), export, cancellationToken);
            return;
        }

        var partial = path + ".partial";
        try
        {
            await using (var file = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.Read))
            {
                await format.Write(PipeWriter.Create(file), export, cancellationToken);
            }

            File.Move(partial, path, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    private static DateTimeOffset? Instant(Arguments arguments, string name)
    {
        if (arguments.Option(name) is not { } text)
        {
            return null;
        }

        return Hosting.Instant.Read(text, out var instant) is null ? instant : throw new UsageException($"{name} needs an instant with offset, such as 2026-01-01T00:00:00Z.");
    }
}
