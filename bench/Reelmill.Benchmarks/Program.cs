using BenchmarkDotNet.Running;
using Reelmill.Benchmarks.Core;
using Reelmill.Benchmarks.Index;

if (args is ["cpu-time"])
{
    await CpuTime.CompareAsync(Console.Out);
}
else if (args is ["infer", _, ..])
{
    await InferShare.RunAsync(args, Console.Out);
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
}
