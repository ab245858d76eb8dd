using Reelmill.Core.Pipelines;
using Reelmill.Core.Running;
using Reelmill.Media.Fetching;
using Reelmill.Media.Frames;
using Reelmill.Media.Probing;
using Reelmill.Vision.Images;
using Reelmill.Vision.Quality;

namespace Reelmill.Pipelines.Mine;

/// <summary>The options of <c>mine</c>.</summary>
public sealed record MineOptions
{
    /// <summary>The folder of the library; it is made when it is not there.</summary>
    public required string Library { get; init; }

    /// <summary>Which frames are sampled.</summary>
    /// <value>The first frame at or after each second, by default.</value>
    public SamplingOptions Sampling { get; init; } = new();

    /// <summary>What a frame must be to be kept, as a change of the limits that the library was last decided by.</summary>
    /// <value>No change by default; a new library begins with the defaults of <see cref="QualityLimits"/>.</value>
    public Func<QualityLimits, QualityLimits> Quality { get; init; } = static limits => limits;

    /// <summary>The quality of the JPEG files.</summary>
    /// <value>1 to 100; 90 by default.</value>
    public int JpegQuality { get; init; } = JpegEncoder.DefaultQuality;

    /// <summary>What a video may not exceed.</summary>
    public ProbeLimits Limits { get; init; } = new();

    /// <summary>How URLs are fetched; its folder is <c>videos</c> in the library.</summary>
    public Func<FetchOptions, FetchOptions> Fetch { get; init; } = static o => o;

    /// <summary>Whether downloads stay in the library's <c>videos</c> folder once their frames are saved.</summary>
    /// <value>False by default.</value>
    public bool KeepVideos { get; init; }

    /// <summary>Whether stages run at once or one item after the other.</summary>
    /// <value><see cref="RunMode.Concurrent"/> by default.</value>
    public RunMode Mode { get; init; }

    /// <summary>The tuning of stages, by name: fetch, probe, frames, score, decide, save, commit.</summary>
    public IReadOnlyDictionary<string, StageOptions> Stages { get; init; } = new Dictionary<string, StageOptions>(StringComparer.Ordinal);

    /// <summary>The executables.</summary>
    public ToolPaths Tools { get; init; } = new();

    /// <summary>The same options with the sampling and the JPEG quality of an earlier run.</summary>
    /// <param name="run">The options of that run, as the catalog has them.</param>
    /// <returns>The options of a run that does what that one left undone.</returns>
    public MineOptions Repeating(string run)
    {
        var (sampling, quality) = MineRecipe.Parse(run).Read();
        return this with { Sampling = sampling, JpegQuality = quality };
    }

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">One is out of its range.</exception>
    public void Validate()
    {
        Sampling.Validate();
        Fetch(new FetchOptions { Folder = Library }).Validate();
        foreach (var (stage, tuning) in Stages)
        {
            tuning.Validate(stage);
        }

        Quality(new QualityLimits()).Validate();
        ArgumentOutOfRangeException.ThrowIfNotEqual(JpegQuality, Math.Clamp(JpegQuality, 1, 100));
    }
}
