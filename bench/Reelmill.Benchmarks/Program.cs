using BenchmarkDotNet.Running;
using Reelmill.Benchmarks.Core;

if (args is ["cpu-time"])
{
    await CpuTime.CompareAsync(Console.Out);
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
}
