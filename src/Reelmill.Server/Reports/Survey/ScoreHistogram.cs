using Reelmill.Library.Catalog;

namespace Reelmill.Server.Reports.Survey;

/// <summary>Counts one score of any number of frames in the same few bytes.</summary>
internal sealed class ScoreHistogram(ScoreKind kind)
{
    /// <summary>How many bars there are.</summary>
    public const int Bins = 48;

    private readonly long[] _kept = new long[Bins];
    private readonly long[] _dropped = new long[Bins];
    private double? _recorded;

    public ScoreKind Kind => kind;

    public ReadOnlySpan<long> Kept => _kept;

    public ReadOnlySpan<long> Dropped => _dropped;

    /// <summary>What frames were held against: as they recorded it, else the default.</summary>
    public double? Threshold => _recorded ?? kind.DefaultThreshold;

    /// <summary>Whether a frame recorded the threshold.</summary>
    public bool IsRecorded => _recorded is not null;

    public void Add(FrameRecord frame)
    {
        if (!frame.IsScored || kind.Of(frame) is not { } score)
        {
            return;
        }

        var bin = Math.Min((int)(kind.Scale.PlaceOf(score) * Bins), Bins - 1);
        (frame.Kept ? _kept : _dropped)[bin]++;
        _recorded ??= kind.ThresholdOf(frame);
    }
}
