using System.CommandLine;
using Reelmill.Cli.Display;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Export;
using Reelmill.Library.Ownership;
using Reelmill.Pipelines.Settings;

namespace Reelmill.Cli.Commands;

/// <summary>What <c>export --json</c> prints.</summary>
internal sealed record ExportDocument(string Format, string Path, long Frames, long Skipped, IReadOnlyList<string> Files);

/// <summary><c>reelmill export</c>: frames and their scores in formats that other tools read.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var format = new Option<string>("--format", "-f") { Description = "webdataset: tar shards of kept frames; parquet, csv and jsonl: a row for every sampled frame; keys: the secret and the keys of encrypted streams.", Required = true, HelpName = "webdataset|parquet|csv|jsonl|keys" };
        format.AcceptOnlyFromAmong("webdataset", "parquet", "csv", "jsonl", "keys");
        var target = new Option<string>("--output", "-o") { Description = "The file to write; for webdataset, the folder.", Required = true, HelpName = "PATH" };
        var kept = new Option<bool>("--kept-only") { Description = "Leave dropped frames out of parquet, csv and jsonl." };
        var samples = new Option<int>("--samples-per-shard") { Description = "How many frames a shard holds.", DefaultValueFactory = static _ => 1000 };
        var split = new Option<string?>("--split") { Description = "Assign each video to a split, such as train=0.8,val=0.1,test=0.1; all frames of a video share one.", HelpName = "NAME=SHARE,..." };
        var seed = new Option<long>("--seed") { Description = "Another number gives another assignment to the splits." };
        var command = new Command("export", "Export frames with their scores and decisions.")
        {
            format, target, kept, samples, split, seed,
        };
        common.AddTo(command, settings: false);
        command.SetAction(async (parsed, token) =>
        {
            var path = Path.GetFullPath(parsed.GetRequiredValue(target));
            var name = parsed.GetRequiredValue(format);
            var plan = Plan(name, parsed.GetValue(split), parsed.GetValue(seed));
            var catalog = SqliteCatalog.OpenReadOnly(common.LibraryOf(parsed));
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
                : Text(path, result));
            return ExitCode.Done;
        });
        return command.WithExamples(
            "reelmill export --library out --format webdataset --output shards/",
            "reelmill export --library out --format parquet --output frames.parquet --split train=0.8,val=0.1,test=0.1 --seed 7",
            "reelmill export --library out --format csv --output frames.csv --kept-only",
            "reelmill export --library out --format keys --output keys.json");
    }

    private static SplitPlan? Plan(string format, string? text, long seed)
    {
        if (text is null)
        {
            return null;
        }

        if (format == "keys")
        {
            throw new UsageException("--split: '--format keys' exports no frames. Leave --split out.");
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

    private static string Text(string path, ExportResult result) => result.Skipped == 0
        ? $"Wrote {result.Frames} frames to {path}."
        : $"Wrote {result.Frames} frames to {path}; {result.Skipped} kept frames have no file and were left out: 'reelmill mine' with their inputs makes them again.";
}
