using System.Globalization;
using AllianceApi.Benchmarks;
using AllianceApi.Benchmarks.Rows;
using AllianceApi.Benchmarks.Service;
using BenchmarkDotNet.Running;

// "rates [CLIENTS]" simulates the error rates of docs/method.md, "table [ROW ...]" measures docs/performance.md, "peer FOLDER" runs
// the same probe against a peer and the service; anything else goes to BenchmarkDotNet.
switch (args)
{
    case ["rates", ..]:
        new ErrorRates(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 20_000).Write(Console.Out);
        return 0;
    case ["table", .. var asked]:
        return await PerformanceTable.Run(TableOptions.Of(asked), Console.Out);
    case ["peer", var folder, .. var asked]:
        return await PeerProbe.Run(folder, TableOptions.Of(asked), Console.Out);
    case [EmptyApp.Command, var address]:
        await EmptyApp.Run(address);
        return 0;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
}
