using System.CommandLine;
using Reelmill.Cli.Display;
using Reelmill.Library;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Export;
using Reelmill.Library.Repair;
using Reelmill.Pipelines.Settings;

namespace Reelmill.Cli.Commands;

/// <summary>The output of <c>export --json</c>.</summary>
internal sealed record ExportDocument(string Format, string Path, long Frames, long Skipped, IReadOnlyList<string> Files);

/// <summary><c>reelmill export</c>: exports frames and their scores in formats of other tools.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var format = new Option<string>("--format", "-f") { Description = "webdataset: tar shards of kept frames; parquet, csv and jsonl: one row per sampled frame; keys: the secret and the keys of encrypted streams.", Required = true, HelpName = "webdataset|parquet|csv|jsonl|keys" };
        format.AcceptOnlyFromAmong("webdataset", "parquet", "csv", "jsonl", "keys");
        var target = new Option<string>("--output", "-o") { Description = "The file to write; for webdataset, the folder.", Required = true, HelpName = "PATH" };
        var kept = new Option<bool>("--kept-only") { Description = "Omit dropped frames from parquet, csv and jsonl." };
        var samples = new Option<int>("--samples-per-shard") { Description = "The number of frames per shard.", DefaultValueFactory = static _ => 1000 };
        var split = new Option<string?>("--split") { Description = "Assign each video to a split, such as train=0.8,val=0.1,test=0.1; all frames of a video go to the same split.", HelpName = "NAME=SHARE,..." };
        var seed = new Option<long>("--seed") { Description = "The seed of the assignment to splits." };
        var command = new Command("export", "Export frames with their scores and decisions.")
        {
            format, target, kept, samples, split, seed,
        };
        common.AddTo(command, settings: false);
        command.SetAction(async (parsed, token) =>
        {
            var path = Path.GetFullPath(parsed.GetRequiredValue(target));
            var name = parsed.GetRequiredValue(format);
            var plan = ParseSplit(name, parsed.GetValue(split), parsed.GetValue(seed));
            var catalog = SqliteCatalog.OpenReadOnly(common.GetLibrary(parsed));
            await using var _ = catalog.ConfigureAwait(false);
            OutputGuard.Check(catalog.Folder, path);
            if (name == "keys")
            {
                var keys = await KeyBackup.WriteAsync(catalog, path, token).ConfigureAwait(false);
                Console.Out.WriteLine(parsed.GetValue(common.Json)
                    ? CliJson.Write(new ExportDocument(name, path, 0, 0, [path]), CliJson.Readable.ExportDocument)
                    : $"Wrote the secret and {keys} keys to {path}. Whoever has this file can decrypt the streams.");
                return ExitCode.Done;
            }

            var rows = new TableOptions { KeptOnly = parsed.GetValue(kept), Split = plan };
            var export = name switch
            {
                "parquet" => ParquetExporter.ExportAsync(catalog, path, rows, token),
                "csv" => CsvExporter.ExportAsync(catalog, path, rows, token),
                "jsonl" => JsonlExporter.ExportAsync(catalog, path, rows, token),
                _ => WebDatasetExporter.ExportAsync(catalog, path, new WebDatasetOptions { SamplesPerShard = parsed.GetValue(samples), Split = plan }, token),
            };
            var result = await export.ConfigureAwait(false);
            Console.Out.WriteLine(parsed.GetValue(common.Json)
                ? CliJson.Write(new ExportDocument(name, path, result.Frames, result.Skipped, result.Files), CliJson.Readable.ExportDocument)
                : FormatResult(path, result));
            return ExitCode.Done;
        });
        return command.WithExamples(
            "reelmill export --library out --format webdataset --output shards/",
            "reelmill export --library out --format parquet --output frames.parquet --split train=0.8,val=0.1,test=0.1 --seed 7",
            "reelmill export --library out --format csv --output frames.csv --kept-only",
            "reelmill export --library out --format keys --output keys.json");
    }

    private static SplitPlan? ParseSplit(string format, string? text, long seed)
    {
        if (text is null)
        {
            return null;
        }

        if (format == "keys")
        {
            throw new UsageException("--split does not apply to '--format keys', which exports no frames. Leave --split out.");
        }

        try
        {
            return SplitPlan.Parse(text, seed);
        }
        catch (FormatException e)
        {
            throw new UsageException($"--split: {e.Message}");
        }
    }

    private static string FormatResult(string path, ExportResult result) => result.Skipped == 0
        ? $"Wrote {result.Frames} frames to {path}."
        : $"Wrote {result.Frames} frames to {path}; {result.Skipped} kept frames without a file were skipped. To restore them, run 'reelmill mine' with their inputs.";
}
