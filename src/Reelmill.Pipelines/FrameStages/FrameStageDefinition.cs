using Reelmill.Core.Running;

namespace Reelmill.Pipelines.FrameStages;

/// <summary>The definition of a custom stage. Once added to the services, every <c>mine</c> on them runs the stage: see <see cref="Reelmill.Pipelines.Services.RunServices.Add(FrameStageDefinition)"/>.</summary>
/// <remarks>Name and version are part of a video's recipe: videos that were mined without the stage, or with another version, are mined again.</remarks>
/// <param name="Name">The name, used in reports and tuning: a to z, 0 to 9 and <c>_</c>, at most 40 characters, a letter first, and not the name of a built-in stage of <c>mine</c>.</param>
/// <param name="Version">The version, which must change whenever the same frame would get other values: 1 to 100 characters.</param>
/// <param name="Create">Creates an instance for a worker; called from any thread.</param>
public sealed record FrameStageDefinition(string Name, string Version, Func<FrameStage> Create)
{
    private const int MaxVersionLength = 100;

    /// <summary>Whether the stage processes kept frames only, after all decisions within their video. Use it for expensive stages. Rules do not apply to its values.</summary>
    /// <value>False by default: the stage processes every sampled frame, before the decision.</value>
    public bool KeptFrames { get; init; }

    /// <summary>The tuning of the stage.</summary>
    /// <value>One worker per processor by default.</value>
    public StageOptions Tuning { get; init; } = new();

    /// <summary>The stage as written to a recipe.</summary>
    internal string RecipeText => $"{Name} {Version}";

    /// <exception cref="ArgumentException">The name or the version is invalid.</exception>
    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(Name);
        ArgumentException.ThrowIfNullOrEmpty(Version);
        ArgumentNullException.ThrowIfNull(Create);
        ArgumentNullException.ThrowIfNull(Tuning);
        if (!FrameNames.IsName(Name) || FrameNames.IsStage(Name))
        {
            throw new ArgumentException($"'{Name}' is not a valid name for a frame stage. Use a to z, 0 to 9 and '_', at most {FrameNames.MaxLength} characters, a letter first, and no built-in stage of mine.");
        }

        if (Version.Length > MaxVersionLength || Version.Any(char.IsControl))
        {
            throw new ArgumentException($"The version of the frame stage '{Name}' must have 1 to {MaxVersionLength} characters, on one line.");
        }

        Tuning.Over(new StageOptions { Workers = 2 }).Validate(Name);
    }
}
