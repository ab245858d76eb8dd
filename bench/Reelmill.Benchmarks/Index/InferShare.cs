using System.Globalization;
using Reelmill.Pipelines.Index;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;
using Reelmill.Vision.Onnx;

namespace Reelmill.Benchmarks.Index;

/// <summary>
/// Compares <c>index</c>, when its model is what limits it, with a bare loop that runs the same model over tensors that
/// are ready: as many callers with one thread each, in turn within one run, so that what the machine does meanwhile
/// meets both.
/// </summary>
internal sealed class InferShare(string model, string pictures, int callers, int rounds, TextWriter output)
{
    private readonly string[] _files = [.. Directory.EnumerateFiles(pictures).Order(StringComparer.Ordinal)];
    /// <summary>Rounds in which others took more than this of a core do not count: with two cores, nothing else is left to take.</summary>
    private const double MostOthers = 0.1;

    private readonly List<double> _throughput = [];
    private readonly List<double> _busy = [];

    /// <summary>Reads <c>infer FOLDER [repeat] [callers] [rounds]</c> and compares.</summary>
    public static async Task RunAsync(string[] arguments, TextWriter output)
    {
        int Number(int index, int otherwise) => arguments.Length > index ? int.Parse(arguments[index], CultureInfo.InvariantCulture) : otherwise;
        var pictures = Directory.CreateTempSubdirectory("reelmill-bench-").FullName;
        try
        {
            Copies.Make(arguments[1], Number(2, 20), pictures);
            await new InferShare("mobilenet-v2", pictures, Number(3, 1), Number(4, 5), output).CompareAsync().ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(pictures, recursive: true);
        }
    }

    public async Task CompareAsync()
    {
        using var bare = new BareLoop(await OnnxRuntime.LoadAsync().ConfigureAwait(false), model, _files);
        await output.WriteLineAsync($"{_files.Length} pictures, {model}, {callers} callers of one thread; {rounds} rounds in turn that count after one that warms up").ConfigureAwait(false);
        await output.WriteLineAsync("round   bare loop/s   index/s   of the bare loop   infer busy   cores of others").ConfigureAwait(false);
        for (var round = 0; _busy.Count < rounds && round <= 3 * rounds; round++)
        {
            // Half of the loop before and half after: a machine that slows down or speeds up favours neither.
            var before = await bare.RunAsync(callers, _files.Length / 2).ConfigureAwait(false);
            var others = new OtherLoad();
            var (elapsed, busy) = await IndexAsync().ConfigureAwait(false);
            var disturbed = others.Cores;
            var after = await bare.RunAsync(callers, _files.Length / 2).ConfigureAwait(false);
            var (loop, index) = (2 * (_files.Length / 2) / (before + after).TotalSeconds, _files.Length / elapsed);
            await output.WriteLineAsync($"{round,5} {loop,13:0.0} {index,9:0.0} {index / loop,18:0.000} {busy,12:0.000} {disturbed,17:0.00}").ConfigureAwait(false);
            if (round > 0 && disturbed < MostOthers)
            {
                _throughput.Add(index / loop);
                _busy.Add(busy);
            }
        }

        await output.WriteLineAsync($"undisturbed rounds: {_busy.Count}").ConfigureAwait(false);
        await output.WriteLineAsync($"index / bare loop, throughput: {Spread(_throughput)}").ConfigureAwait(false);
        await output.WriteLineAsync($"infer busy, share of the run: {Spread(_busy)}").ConfigureAwait(false);
        await output.WriteLineAsync($"laying a tensor beside others in a batch: {bare.CopyShare():0.00%} of running the model on it").ConfigureAwait(false);
    }

    private async Task<(double Elapsed, double Busy)> IndexAsync()
    {
        var library = Directory.CreateTempSubdirectory("reelmill-bench-").FullName;
        try
        {
            var options = new IndexOptions { Embedder = model, Stages = new() { ["infer"] = new() { Workers = callers } } };
            var services = new RunServices(library);
            await using var opened = services.ConfigureAwait(false);
            var summary = await new IndexRun(services, options, new RunObserver()).ExecuteAsync(IndexRun.Expand([pictures]), default, default).ConfigureAwait(false);
            var infer = summary.Stages.Single(static s => s.Name == "infer");
            if (infer.Out != _files.Length)
            {
                throw new InvalidOperationException($"{infer.Out} of {_files.Length} pictures were embedded: they must all be different, and pictures.");
            }

            return (summary.ElapsedSeconds, infer.BusySeconds / (infer.Workers * summary.ElapsedSeconds));
        }
        finally
        {
            Directory.Delete(library, recursive: true);
        }
    }

    private static string Spread(List<double> values) => values.Count == 0 ? "not measured" : string.Create(
        CultureInfo.InvariantCulture, $"median {values.Order().ElementAt(values.Count / 2):0.000} ({values.Min():0.000}..{values.Max():0.000})");
}
