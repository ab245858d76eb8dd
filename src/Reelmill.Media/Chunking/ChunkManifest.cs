using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Reelmill.Core;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Chunking;

/// <summary>
/// What <c>manifest.json</c> says about the chunks beside it. The names in the file are these in snake case. It is the
/// same for the same work, but for <see cref="ElapsedTime"/>, <see cref="ThroughputMbps"/> and <see cref="WorkerStats"/>.
/// </summary>
public sealed record ChunkManifest
{
    /// <summary>The manifest's file name.</summary>
    public const string FileName = "manifest.json";

    /// <summary>The version of this format.</summary>
    /// <value>1.</value>
    public int Version { get; init; } = 1;

    /// <summary>The full path of the file that was cut.</summary>
    public required string Source { get; init; }

    /// <summary>The size of that file in bytes.</summary>
    public required long SourceBytes { get; init; }

    /// <summary>The SHA-256 of that file, in lower-case hexadecimal.</summary>
    public required string SourceSha256 { get; init; }

    /// <summary>From its first frame to the end of its last, in seconds.</summary>
    public required double SourceDuration { get; init; }

    /// <summary>The unit of all PTS, in seconds, such as <c>1/90000</c>.</summary>
    public required string TimeBase { get; init; }

    /// <summary>How long a chunk was meant to be, in seconds.</summary>
    public required double ChunkDuration { get; init; }

    /// <summary><c>keyframes</c> or <c>exact</c>.</summary>
    public required string Aligned { get; init; }

    /// <summary>What was made of each chunk: <c>copy</c>, <c>encode</c>, <c>checksum</c>, <c>decode</c>.</summary>
    public required IReadOnlyList<string> Processors { get; init; }

    /// <summary>How chunks were encoded; null when they were not.</summary>
    public ChunkEncoding? Encoding { get; init; }

    /// <summary>The version of ffmpeg.</summary>
    public required string Ffmpeg { get; init; }

    /// <summary>How many chunks were planned.</summary>
    public required int TotalChunks { get; init; }

    /// <summary>How many of them are there, also from earlier runs.</summary>
    public required int Processed { get; init; }

    /// <summary>How many failed.</summary>
    public required int Failed { get; init; }

    /// <summary>How often a chunk was begun again, over all runs.</summary>
    public required int Retries { get; init; }

    /// <summary>How long the last run took, in seconds.</summary>
    public double ElapsedTime { get; init; }

    /// <summary>Megabits of the source for each second of the last run.</summary>
    public double ThroughputMbps { get; init; }

    /// <summary>What each worker of the last run did.</summary>
    public IReadOnlyList<ChunkWorkerStats> WorkerStats { get; init; } = [];

    /// <summary>The chunks in order.</summary>
    public required IReadOnlyList<ChunkSegment> Segments { get; init; }

    /// <summary>The unit of all PTS.</summary>
    [JsonIgnore]
    public Rational TimeUnit => Rational.TryParse(TimeBase, out var unit) && unit.Numerator > 0
        ? unit
        : throw new ItemException("manifest_damaged", $"Reading {FileName}: '{TimeBase}' is no time base. Cut the file again.");

    /// <summary>Reads the manifest of a folder.</summary>
    /// <param name="folder">The folder of the chunks.</param>
    /// <exception cref="ItemException"><c>manifest_missing</c> or <c>manifest_damaged</c>.</exception>
    public static ChunkManifest Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            throw new ItemException("manifest_missing", $"Reading {path}: it is not there. Name a folder that 'reelmill chunk' has made, or run that command again: it may have been cut short.");
        }

        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize(stream, ChunkJson.Readable.ChunkManifest) ?? throw new JsonException("it is null");
        }
        catch (JsonException e)
        {
            throw new ItemException("manifest_damaged", $"Reading {path}: {e.Message} Cut the file again.", false, e);
        }
    }
}

/// <summary>One chunk of a manifest.</summary>
public sealed record ChunkSegment
{
    /// <summary>Its place, from 0.</summary>
    public required int Sequence { get; init; }

    /// <summary>The name of its file in the folder; null when none was made.</summary>
    public string? File { get; init; }

    /// <summary>Where it begins, in seconds from the first frame of the source.</summary>
    public required double Start { get; init; }

    /// <summary>Where it ends, in seconds from the first frame of the source.</summary>
    public required double End { get; init; }

    /// <summary>The first PTS of the source that belongs to it.</summary>
    public required long StartPts { get; init; }

    /// <summary>The first PTS of the source that does not belong to it any more.</summary>
    public required long EndPts { get; init; }

    /// <summary>How many frames it has.</summary>
    public int Frames { get; init; }

    /// <summary>The PTS of its first frame in the source.</summary>
    public long? FirstSourcePts { get; init; }

    /// <summary>The PTS of its last frame in the source.</summary>
    public long? LastSourcePts { get; init; }

    /// <summary>The SHA-256 of its file.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The size of its file in bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>The SHA-256 of its decoded pictures.</summary>
    public string? PicturesSha256 { get; init; }

    /// <summary>The SHA-256 of the bytes of its video packets.</summary>
    public string? PacketsSha256 { get; init; }

    /// <summary>The first thing that the decoder found wrong in it.</summary>
    public string? Damage { get; init; }

    /// <summary>How often it was begun, over all runs.</summary>
    public int Attempts { get; init; }

    /// <summary>The stable name of its failure; null when it is done.</summary>
    public string? Error { get; init; }

    /// <summary>Its failure, for people.</summary>
    public string? ErrorMessage { get; init; }
}

/// <summary>What one worker did.</summary>
/// <param name="Worker">Its number, from 0.</param>
/// <param name="Chunks">How many chunks it finished.</param>
/// <param name="Bytes">The size of the files it made.</param>
/// <param name="BusySeconds">How long it worked.</param>
public sealed record ChunkWorkerStats(int Worker, int Chunks, long Bytes, double BusySeconds);

/// <summary>Generated serialisation of chunks, in snake case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ChunkManifest))]
[JsonSerializable(typeof(ChunkSegment))]
[JsonSerializable(typeof(ChunkVerification))]
[JsonSerializable(typeof(ChunkJoin))]
public sealed partial class ChunkJson : JsonSerializerContext
{
    /// <summary>Indented, with names in any script as they are.</summary>
    public static ChunkJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
