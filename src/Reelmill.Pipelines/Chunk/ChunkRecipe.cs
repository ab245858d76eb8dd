using System.Globalization;
using Reelmill.Media.Chunking;
using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Chunk;

/// <summary>Lists the options that affect the bytes of chunks, apart from the source and the ranges.</summary>
internal static class ChunkRecipe
{
    /// <summary>The version of the recipe, incremented when the same options give different bytes.</summary>
    private const int Version = 3;

    private static readonly (ChunkWork Work, string Name)[] Names =
        [(ChunkWork.Copy, "copy"), (ChunkWork.Encode, "encode"), (ChunkWork.Checksum, "checksum"), (ChunkWork.Decode, "decode")];

    /// <summary>Returns the names of the work on each chunk.</summary>
    public static IReadOnlyList<string> GetProcessors(ChunkWork work) =>
        [.. Names.Where(n => work.HasFlag(n.Work)).Select(static n => n.Name)];

    /// <summary>Returns the name of the alignment.</summary>
    public static string GetAlignment(ChunkPlanOptions plan) => plan.Alignment == ChunkAlignment.Exact ? "exact" : "keyframes";

    /// <summary>Creates the recipe of a run.</summary>
    public static Recipe Create(ChunkOptions options, string ffmpeg) => new(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["aligned"] = GetAlignment(options.Plan),
        ["duration"] = Text(options.Duration),
        ["encoding"] = options.Work.HasFlag(ChunkWork.Encode)
            ? string.Create(CultureInfo.InvariantCulture, $"libx264 {options.Encoding.Preset} crf {options.Encoding.Crf} threads {options.Encoding.Threads}")
            : "-",
        ["end"] = options.End is { } end ? Text(end) : "-",
        ["ffmpeg"] = ffmpeg,
        ["processor"] = string.Join(',', GetProcessors(options.Work)),
        ["start"] = Text(options.Start),
        ["version"] = Version.ToString(CultureInfo.InvariantCulture),
    });

    /// <summary>Returns the options of the output folder. They do not affect chunks, but a retry needs them.</summary>
    public static IReadOnlyDictionary<string, string>? GetTarget(ChunkOptions options) => options.Output is not { } output ? null : new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["one-input"] = options.HasOneInput ? "yes" : "no",
        ["output"] = Path.GetFullPath(output),
    };

    /// <summary>Returns the options with those of an earlier run.</summary>
    public static ChunkOptions RestoreOptions(ChunkOptions options, string json)
    {
        var recipe = Recipe.Parse(json);
        var repeated = options with
        {
            Alignment = recipe["aligned"] == "exact" ? ChunkAlignment.Exact : ChunkAlignment.Keyframes,
            Duration = ParseTime(recipe["duration"]),
            HasOneInput = recipe.Find("one-input") == "yes",
            Output = recipe.Find("output"),
            Start = ParseTime(recipe["start"]),
            End = recipe["end"] == "-" ? null : ParseTime(recipe["end"]),
            Work = recipe["processor"].Split(',').Aggregate(ChunkWork.None, static (work, name) => work | Array.Find(Names, n => n.Name == name).Work),
        };
        return recipe["encoding"].Split(' ') is [_, var preset, _, var crf, _, var threads]
            ? repeated with { Encoding = new ChunkEncoding { Preset = preset, Crf = int.Parse(crf, CultureInfo.InvariantCulture), Threads = int.Parse(threads, CultureInfo.InvariantCulture) } }
            : repeated;
    }

    /// <summary>
    /// Computes the hash of everything that affects one chunk's bytes: the source's content, the chunk's range, and the
    /// recipe without the plan's options.
    /// </summary>
    public static string ComputeFingerprint(Recipe recipe, string content, ChunkRange range) => new Recipe(
        [
            new("encoding", recipe["encoding"]),
            new("ffmpeg", recipe["ffmpeg"]),
            new("processor", recipe["processor"]),
            new("range", string.Create(CultureInfo.InvariantCulture, $"{range.Sequence} {range.StartPts} {range.EndPts}{(range is { Sequence: > 0, SeekPts: null } ? " from the begin" : "")}")),
            new("version", recipe["version"]),
        ]).ComputeFingerprint(content);

    private static TimeSpan ParseTime(string text) => TimeSpan.FromMilliseconds(double.Parse(text.AsSpan(0, text.Length - 2), CultureInfo.InvariantCulture));

    private static string Text(TimeSpan time) => time.TotalMilliseconds.ToString(CultureInfo.InvariantCulture) + "ms";
}
