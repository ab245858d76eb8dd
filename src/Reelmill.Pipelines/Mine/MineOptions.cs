using Reelmill.Media.Frames;
using Reelmill.Pipelines.Index;
using Reelmill.Vision.Images;
using Reelmill.Vision.Quality;

namespace Reelmill.Pipelines.Mine;

/// <summary>The options of <c>mine</c>. The stages are fetch, probe, frames, score, decide, detect (with <see cref="Detect"/>), save, commit.</summary>
public sealed record MineOptions : PipelineOptions
{
    /// <summary>The sampling options.</summary>
    /// <value>The first frame at or after each second, by default.</value>
    public SamplingOptions Sampling { get; init; } = new();

    /// <summary>The quality limits, as changes to the limits of the library's last decision.</summary>
    /// <value>No change by default; a new library starts with the defaults of <see cref="QualityLimits"/>.</value>
    public QualityOverrides Quality { get; init; } = new();

    /// <summary>The custom rules, as changes to the rules of the library's last decision: see <see cref="FrameRule"/>.</summary>
    /// <value>No change by default; a new library has no custom rules.</value>
    public FrameRules Rules { get; init; } = [];

    /// <summary>The quality of the JPEG files.</summary>
    /// <value>1 to 100; 90 by default.</value>
    public int JpegQuality { get; init; } = JpegEncoder.DefaultQuality;

    /// <summary>The detector that runs on kept frames.</summary>
    /// <value>Null by default: no detector.</value>
    public DetectOptions? Detect { get; init; }

    /// <summary>Whether the files of frames that become dropped stay until <c>reelmill gc</c> removes them, so that a later decision can keep these frames.</summary>
    /// <value>True by default; false removes the files of all dropped frames at the end of the run.</value>
    public bool KeepDropped { get; init; } = true;

    /// <summary>Whether kept frames are embedded for search.</summary>
    /// <value>False by default.</value>
    public bool Embed { get; init; }

    /// <summary>The embedder, the collection and the store for kept frames. The options that all pipelines share are taken from these options.</summary>
    /// <value>The defaults of <c>index</c>, in the collection <c>frames</c>.</value>
    public IndexOptions Vectors { get; init; } = new() { Collection = FrameIndex.Collection };

    /// <summary>The custom stages of the earlier run, when this run retries it; null when that run had none, and for any other run.</summary>
    internal string? RepeatedStages { get; init; }

    /// <summary>The options for indexing kept frames.</summary>
    internal IndexOptions IndexOptions => Vectors with { Mode = Mode, Limits = Limits, Tools = Tools, Models = Models };

    /// <summary>Returns these options with the sampling, the JPEG quality and the detection of an earlier run.</summary>
    /// <param name="run">The options of that run, as stored in the catalog.</param>
    /// <returns>The options of a run that finishes that run's work.</returns>
    public MineOptions RestoreOptions(string run)
    {
        var (sampling, quality) = MineRecipe.ReadSampling(run);
        return this with { Sampling = sampling, JpegQuality = quality, Detect = MineRecipe.ReadDetection(run), RepeatedStages = MineRecipe.ReadStages(run) };
    }

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        MinePipeline.Validate(Stages);
        Sampling.Validate();
        Quality.Over(new QualityLimits()).Validate();
        if (Detect is { Model.Length: 0 })
        {
            throw new ArgumentException("detect: classes, min-score and max-text need a detection model, such as --detect yolox-nano.");
        }

        ArgumentOutOfRangeException.ThrowIfNotEqual(JpegQuality, Math.Clamp(JpegQuality, 1, 100));
    }
}
