using System.Globalization;
using Reelmill.Media.Chunking;
using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Chunk;

/// <summary>What decides the bytes of chunks, apart from the source and their ranges.</summary>
internal static class ChunkRecipe
{
    /// <summary>Raised when the same options give other bytes than before.</summary>
    private const int Version = 3;

    private static readonly (ChunkWork Work, string Name)[] Names =
        [(ChunkWork.Copy, "copy"), (ChunkWork.Encode, "encode"), (ChunkWork.Checksum, "checksum"), (ChunkWork.Decode, "decode")];

    /// <summary>The names of what is made of each chunk.</summary>
    public static IReadOnlyList<string> ProcessorsOf(ChunkWork work) =>
        [.. Names.Where(n => work.HasFlag(n.Work)).Select(static n => n.Name)];

    public static string AlignmentOf(ChunkPlanOptions plan) => plan.Alignment == ChunkAlignment.Exact ? "exact" : "keyframes";

    public static Recipe Of(ChunkOptions options, string ffmpeg) => new(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["aligned"] = AlignmentOf(options.Plan),
        ["duration"] = Text(options.Duration),
        ["encoding"] = options.Work.HasFlag(ChunkWork.Encode)
            ? string.Create(CultureInfo.InvariantCulture, $"libx264 {options.Encoding.Preset} crf {options.Encoding.Crf} threads {options.Encoding.Threads}")
            : "-",
        ["end"] = options.End is { } end ? Text(end) : "-",
        ["ffmpeg"] = ffmpeg,
        ["processor"] = string.Join(',', ProcessorsOf(options.Work)),
        ["start"] = Text(options.Start),
        ["version"] = Version.ToString(CultureInfo.InvariantCulture),
    });

    /// <summary>Where chunks are copied to: it changes none of them, and a retry needs it all the same.</summary>
    public static IReadOnlyDictionary<string, string>? TargetOf(ChunkOptions options) => options.Output is not { } output ? null : new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["one-input"] = options.HasOneInput ? "yes" : "no",
        ["output"] = Path.GetFullPath(output),
    };

    /// <summary>The options with those of an earlier run.</summary>
    public static ChunkOptions RestoreOptions(ChunkOptions options, string json)
    {
        var recipe = Recipe.Parse(json);
        var again = options with
        {
            Alignment = recipe["aligned"] == "exact" ? ChunkAlignment.Exact : ChunkAlignment.KeyFrames,
            Duration = TimeOf(recipe["duration"]),
            HasOneInput = recipe.Find("one-input") == "yes",
            Output = recipe.Find("output"),
            Start = TimeOf(recipe["start"]),
            End = recipe["end"] == "-" ? null : TimeOf(recipe["end"]),
            Work = recipe["processor"].Split(',').Aggregate(ChunkWork.None, static (work, name) => work | Array.Find(Names, n => n.Name == name).Work),
        };
        return recipe["encoding"].Split(' ') is [_, var preset, _, var crf, _, var threads]
            ? again with { Encoding = new ChunkEncoding { Preset = preset, Crf = int.Parse(crf, CultureInfo.InvariantCulture), Threads = int.Parse(threads, CultureInfo.InvariantCulture) } }
            : again;
    }

    /// <summary>What decides one chunk's bytes: its content, its range, and of the recipe all that is not the plan's.</summary>
    public static string ComputeFingerprint(Recipe recipe, string content, ChunkRange range) => new Recipe(
        [
            new("encoding", recipe["encoding"]),
            new("ffmpeg", recipe["ffmpeg"]),
            new("processor", recipe["processor"]),
            new("range", string.Create(CultureInfo.InvariantCulture, $"{range.Sequence} {range.StartPts} {range.EndPts}{(range is { Sequence: > 0, SeekPts: null } ? " from the begin" : "")}")),
            new("version", recipe["version"]),
        ]).ComputeFingerprint(content);

    private static TimeSpan TimeOf(string text) => TimeSpan.FromMilliseconds(double.Parse(text.AsSpan(0, text.Length - 2), CultureInfo.InvariantCulture));

    private static string Text(TimeSpan time) => time.TotalMilliseconds.ToString(CultureInfo.InvariantCulture) + "ms";
}
