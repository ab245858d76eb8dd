using System.Security.Cryptography;
using Reelmill.Core.Pipelines;
using Reelmill.Core.Reporting;
using Reelmill.Core.Running;

namespace Reelmill.Samples.EqualFiles;

/// <summary>Finds the files below a folder that have the same content: <c>dotnet run -- FOLDER</c>.</summary>
public static class Program
{
    private static readonly Pipeline<string, (string Path, string Hash)> EqualFiles = Pipeline.Create<string>("equal-files")
        .Filter("not-empty", path => new FileInfo(path).Length == 0 ? "empty" : null)
        .Map("hash", HashAsync, new StageOptions { Workers = Environment.ProcessorCount, Hint = "read from a faster disk" });

    public static Task<int> Main(string[] args) => RunAsync(args is [var folder] ? folder : ".", Console.Out);

    public static async Task<int> RunAsync(string folder, TextWriter output)
    {
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
        var options = new RunOptions<string> { IdSelector = path => Path.GetRelativePath(folder, path), Events = new Printer(output) };
        var byHash = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        await foreach (var (path, hash) in EqualFiles.ResultsInOrder(ItemSource.From(files), window: 256, options))
        {
            (byHash.TryGetValue(hash, out var same) ? same : byHash[hash] = []).Add(Path.GetRelativePath(folder, path));
        }

        foreach (var same in byHash.Values.Where(paths => paths.Count > 1))
        {
            await output.WriteLineAsync($"equal: {string.Join(" = ", same)}");
        }

        return 0;
    }

    private static async ValueTask<(string Path, string Hash)> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        return (path, Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken)));
    }

    private sealed class Printer(TextWriter output) : IProgress<RunEvent>
    {
        private readonly TextWriter _output = TextWriter.Synchronized(output);

        public void Report(RunEvent value) => _output.Write(value switch
        {
            RunProgress { Report: var r } => $"{r.Done} of {r.Queued} files hashed, {r.Stages[1].Queued} waiting\n",
            ItemDropped e => $"skipped {e.Id}: {e.Reason}\n",
            ItemFailed e => $"failed {e.Id}: {e.Message}\n",
            PipelineFinished { Report: var r } => $"{r.Done} files in {r.Elapsed.TotalSeconds:0.00} s. {r.Bottleneck?.Advice}\n",
            _ => string.Empty,
        });
    }
}
