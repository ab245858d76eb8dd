namespace Reelmill.Media.Interlacing;

/// <summary>Estimates the scan type of a video from the votes of several excerpts.</summary>
internal sealed class ScanTypeEstimator
{
    /// <summary>The minimum number of votes for an estimate.</summary>
    private const int MinVotes = 24;

    /// <summary>The minimum share of interlaced votes in an interlaced video. Film in 3:2 pulldown has about a third.</summary>
    private const double MinInterlacedShare = 0.15;

    /// <summary>The minimum ratio of votes between the two field orders in a video with one field order.</summary>
    private const int MinOrderRatio = 4;

    /// <summary>The minimum share of interlaced votes in a video with both field orders. Random votes split evenly, but never reach this share.</summary>
    private const double MinMixedShare = 0.6;

    /// <summary>The minimum number of excerpts after which clearly interlaced votes are conclusive.</summary>
    private const int MinInterlacedExcerpts = 3;

    /// <summary>The minimum number of excerpts after which votes without any interlaced one are conclusive.</summary>
    private const int MinProgressiveExcerpts = 5;

    /// <summary>The minimum number of votes that are conclusive when all of them are progressive.</summary>
    private const int MinProgressiveVotes = 8;

    private int _excerpts;
    private int _progressive;
    private int _topFirst;
    private int _bottomFirst;

    /// <summary>Whether the excerpts so far agree, so that no more are needed.</summary>
    public bool IsConclusive => Interlaced == 0
        ? _excerpts >= MinProgressiveExcerpts && _progressive >= MinProgressiveVotes
        : _excerpts >= MinInterlacedExcerpts && Interlaced >= MinVotes && _progressive < Interlaced / MinOrderRatio;

    private int Interlaced => _topFirst + _bottomFirst;

    /// <summary>Adds the votes of an excerpt.</summary>
    public void Add(FieldOrderVotes votes)
    {
        _excerpts++;
        _progressive += votes.Progressive;
        _topFirst += votes.TopFirst;
        _bottomFirst += votes.BottomFirst;
    }

    /// <summary>Estimates the scan type from all votes.</summary>
    /// <param name="headerSaysInterlaced">Whether the header says interlaced, which decides when there are too few votes.</param>
    public ScanType Estimate(bool headerSaysInterlaced)
    {
        var all = _progressive + Interlaced;
        if (all < MinVotes)
        {
            return headerSaysInterlaced && _progressive <= Interlaced ? ScanType.Mixed : ScanType.Progressive;
        }

        var (top, bottom) = (_topFirst, _bottomFirst);
        var hasOrder = Math.Max(top, bottom) >= MinOrderRatio * Math.Min(top, bottom);
        return Interlaced < MinVotes || Interlaced < (hasOrder ? MinInterlacedShare : MinMixedShare) * all ? ScanType.Progressive
            : !hasOrder ? ScanType.Mixed
            : top > bottom ? ScanType.TopFirst
            : ScanType.BottomFirst;
    }
}
