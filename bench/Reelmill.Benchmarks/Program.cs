using BenchmarkDotNet.Running;
using Reelmill.Benchmarks.Core;
using Reelmill.Benchmarks.Index;
using Reelmill.Benchmarks.Library;

if (args is ["cpu-time"])
{
    await CpuTime.CompareAsync(Console.Out);
}
else if (args is ["catalog"])
{
    await CatalogTime.MeasureAsync(Console.Out);
}
else if (args is ["store", var address])
{
    await StoreTime.MeasureAsync(address, Console.Out);
}
else if (args is ["embedded", var vectors, var rows, var rounds])
{
    await EmbeddedTime.MeasureAsync(vectors, int.Parse(rows, System.Globalization.CultureInfo.InvariantCulture), int.Parse(rounds, System.Globalization.CultureInfo.InvariantCulture), Console.Out);
}
else if (args is ["embedded-first", var written, var kind])
{
    await EmbeddedTime.FirstAsync(written, kind, Console.Out);
}
else if (args is ["index-time", var indexed, var count, var dimension, var clusters, var searches])
{
    var numbers = new[] { count, dimension, clusters, searches }.Select(static n => int.Parse(n, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
    await IndexTime.MeasureAsync(indexed, numbers[0], numbers[1], numbers[2], numbers[3], Console.Out);
}
else if (args is ["index-first", var built, var way])
{
    await IndexTime.FirstAsync(built, exact: way == "exact", Console.Out);
}
else if (args is ["infer", _, ..])
{
    await InferShare.RunAsync(args, Console.Out);
}
else if (args is ["recall", var folder, var cuts, .. var stores])
{
    await new Recall(folder, int.Parse(cuts, System.Globalization.CultureInfo.InvariantCulture), stores, Console.Out).CompareAsync();
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
}
