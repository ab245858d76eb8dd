using Reelmill.Vision.Quality;

namespace Reelmill.Pipelines.Mine;

/// <summary>Changes to the quality limits of a library. A null limit stays as in the library's last decision.</summary>
/// <remarks>A new library starts with the defaults of <see cref="QualityLimits"/>, where each limit is documented.</remarks>
public sealed record QualityOverrides
{
    /// <summary>See <see cref="QualityLimits.MinSharpness"/>.</summary>
    /// <value>0 to 1,000,000; null by default.</value>
    public double? MinSharpness { get; init; }

    /// <summary>See <see cref="QualityLimits.DarkBelow"/>.</summary>
    /// <value>0 to 1; null by default.</value>
    public double? DarkBelow { get; init; }

    /// <summary>See <see cref="QualityLimits.BrightAbove"/>.</summary>
    /// <value>0 to 1; null by default.</value>
    public double? BrightAbove { get; init; }

    /// <summary>See <see cref="QualityLimits.MinContrast"/>.</summary>
    /// <value>0 to 0.5; null by default.</value>
    public double? MinContrast { get; init; }

    /// <summary>See <see cref="QualityLimits.MinInformation"/>.</summary>
    /// <value>0 to 8 bits; null by default.</value>
    public double? MinInformation { get; init; }

    /// <summary>See <see cref="QualityLimits.MaxDistance"/>.</summary>
    /// <value>0 to 16 bits; null by default.</value>
    public int? MaxDistance { get; init; }

    /// <summary>Creates overrides that set every limit.</summary>
    /// <param name="limits">The limits.</param>
    public static QualityOverrides From(QualityLimits limits) => new()
    {
        MinSharpness = limits.MinSharpness,
        DarkBelow = limits.DarkBelow,
        BrightAbove = limits.BrightAbove,
        MinContrast = limits.MinContrast,
        MinInformation = limits.MinInformation,
        MaxDistance = limits.MaxDistance,
    };

    /// <summary>Applies the overrides to limits.</summary>
    /// <param name="limits">The limits to change.</param>
    public QualityLimits Over(QualityLimits limits) => new()
    {
        MinSharpness = MinSharpness ?? limits.MinSharpness,
        DarkBelow = DarkBelow ?? limits.DarkBelow,
        BrightAbove = BrightAbove ?? limits.BrightAbove,
        MinContrast = MinContrast ?? limits.MinContrast,
        MinInformation = MinInformation ?? limits.MinInformation,
        MaxDistance = MaxDistance ?? limits.MaxDistance,
    };
}
