namespace Reelmill.Vision.Quality;

/// <summary>
/// Converts a weighted sum of samples to one rounded level in 0..255 and expands limited range (16..235) to 0..255.
/// </summary>
/// <remarks>
/// The range is expanded before the single rounding, so that the result has no gaps in its levels. The division is exact:
/// a multiplication by the reciprocal is at most one too small, which one comparison corrects.
/// </remarks>
internal readonly struct LevelScale
{
    private const ulong LimitedBlack = 16;
    private const ulong LimitedSpan = 219;

    private readonly ulong _black;
    private readonly ulong _gain;
    private readonly ulong _divisor;
    private readonly ulong _reciprocal;

    public LevelScale(ulong weight, bool fullRange)
    {
        _black = fullRange ? 0 : weight * LimitedBlack;
        _gain = fullRange ? 1UL : 255UL;
        _divisor = fullRange ? weight : weight * LimitedSpan;
        _reciprocal = ulong.MaxValue / _divisor;
    }

    public byte ToLevel(ulong sum)
    {
        if (sum <= _black)
        {
            return 0;
        }

        var dividend = ((sum - _black) * _gain) + (_divisor / 2);
        var quotient = Math.BigMul(dividend, _reciprocal, out _);
        if (dividend - (quotient * _divisor) >= _divisor)
        {
            quotient++;
        }

        return (byte)Math.Min(quotient, 255);
    }
}
