using System.Globalization;
using AllianceApi.Benchmarks;
using BenchmarkDotNet.Running;

// "rates [CLIENTS]" simulates the error rates of docs/method.md; anything else goes to BenchmarkDotNet.
if (args is ["rates", ..])
{
    new ErrorRates(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 20_000).Write(Console.Out);
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
}
