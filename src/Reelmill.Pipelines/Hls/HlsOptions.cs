using Reelmill.Library.Publishing;
using Reelmill.Media.Hls.Encoders;
using Reelmill.Media.Hls.Ladders;
using Reelmill.Media.Hls.Packaging;

namespace Reelmill.Pipelines.Hls;

/// <summary>The options of <c>hls</c>. Its stages: fetch, probe, plan, encode, package, check, commit.</summary>
public sealed record HlsOptions : PipelineOptions
{
    /// <summary>Where players get a key, when nothing else is said: beside the stream, as the library has it.</summary>
    public const string LocalKeyUri = "../../keys/{id}/{key}";

    /// <summary>The renditions that are wanted.</summary>
    /// <value>1080, 720 and 360 lines by default.</value>
    public Ladder Ladder { get; init; } = Ladder.Default;

    /// <summary>Whether renditions are made that are larger than the source.</summary>
    /// <value>False by default.</value>
    public bool AllowUpscale { get; init; }

    /// <summary>Whether a source that already fits the top rung is copied rather than encoded.</summary>
    /// <value>True by default.</value>
    public bool CopyTop { get; init; } = true;

    /// <summary>Whether a video of 45 s or more is encoded in parts of 30 s, at once; they join without a seam.</summary>
    /// <value>True by default.</value>
    public bool ParallelChunks { get; init; } = true;

    /// <summary>How they are encoded.</summary>
    public EncodeOptions Encode { get; init; } = new();

    /// <summary>What segments are made of.</summary>
    /// <value><see cref="StreamFormat.Fmp4"/> by default.</value>
    public StreamFormat Format { get; init; }

    /// <summary>Whether segments are encrypted with AES-128.</summary>
    /// <value>False by default.</value>
    public bool Encrypt { get; init; }

    /// <summary>After how many segments the next key follows.</summary>
    /// <value>0 by default: one key for a stream.</value>
    public int RotateKeys { get; init; }

    /// <summary>Where players get a key; <c>{id}</c> and <c>{key}</c> stand for the stream's id and the key's file name.</summary>
    /// <value>The library's own folder of keys by default, relative to the playlists.</value>
    public string KeyUri { get; init; } = LocalKeyUri;

    /// <summary>Where finished streams are published: the path of a folder, or <c>s3://bucket/prefix</c>.</summary>
    /// <value>Null by default: nowhere.</value>
    public string? Publish { get; init; }

    /// <summary>How buckets are reached.</summary>
    public S3Options S3 { get; init; } = new();

    /// <summary>These options with those that an earlier run had: what decides the bytes, and where they are published.</summary>
    /// <param name="run">The options of the run, as the catalog has them.</param>
    public HlsOptions RestoreOptions(string run) => HlsRecipe.RestoreOptions(this, run);

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Encode.Validate();
        ArgumentOutOfRangeException.ThrowIfNegative(RotateKeys);
        if (RotateKeys > 0 && !Encrypt)
        {
            throw new ArgumentException("rotate-keys: there are no keys to rotate without encrypt.");
        }

        if (Publish is not null && Encrypt && !Uri.IsWellFormedUriString(KeyUri.Replace("{id}", "id", StringComparison.Ordinal).Replace("{key}", "key", StringComparison.Ordinal), UriKind.Absolute))
        {
            throw new ArgumentException("key-uri: keys are never published, so that players of a published stream need an address such as https://keys.example.org/{id}/{key}.");
        }

        if (RotateKeys > 0 && !KeyUri.Contains("{key}", StringComparison.Ordinal))
        {
            throw new ArgumentException("key-uri: keys that rotate need {key} in it, so that each has an address of its own.");
        }
    }
}
