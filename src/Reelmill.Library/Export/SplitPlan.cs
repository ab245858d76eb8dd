using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Reelmill.Library.Export;

/// <summary>Assigns videos to named splits of a data set, such as train, val and test.</summary>
/// <remarks>
/// Immutable and thread-safe. A video's split follows from the seed and the video's id alone: all frames of a video share one
/// split, and a video keeps its split when others are added or removed. Shares hold on average over many videos, not exactly.
/// </remarks>
public sealed class SplitPlan
{
    private const int LongestName = 32;
    private const double Tolerance = 1e-6;

    private readonly IReadOnlyList<(string Name, double Share)> _splits;
    private readonly long _seed;

    private SplitPlan(IReadOnlyList<(string Name, double Share)> splits, long seed) => (_splits, _seed) = (splits, seed);

    /// <summary>The names of the splits, in the order in which they were given.</summary>
    public IEnumerable<string> Names => _splits.Select(static s => s.Name);

    /// <summary>Reads shares such as <c>train=0.8,val=0.1,test=0.1</c>.</summary>
    /// <param name="text">Names of lower-case letters, digits and underscores, each once, with shares above 0 that add up to 1.</param>
    /// <param name="seed">Another seed gives another assignment.</param>
    /// <exception cref="FormatException">The text breaks one of these rules; the message says which.</exception>
    public static SplitPlan Parse(string text, long seed)
    {
        ArgumentNullException.ThrowIfNull(text);
        var splits = text.Split(',').Select(part => Read(text, part)).ToArray();
        if (splits.DistinctBy(static s => s.Name, StringComparer.Ordinal).Count() < splits.Length)
        {
            throw new FormatException($"'{text}' has a name twice. Give each split a name of its own.");
        }

        var sum = splits.Sum(static s => s.Share);
        return Math.Abs(sum - 1) <= Tolerance
            ? new SplitPlan(splits, seed)
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"the shares of '{text}' add up to {sum:0.######}. They must add up to 1."));
    }

    /// <summary>The split of a video.</summary>
    /// <param name="video">The id of the video's content.</param>
    public string Of(string video)
    {
        var place = Place(video);
        foreach (var (name, share) in _splits)
        {
            place -= share;
            if (place < 0)
            {
                return name;
            }
        }

        return _splits[^1].Name;
    }

    /// <summary>A number from 0 to below 1, uniform over ids.</summary>
    private double Place(string video)
    {
        var bytes = new byte[sizeof(long) + Encoding.UTF8.GetByteCount(video)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, _seed);
        Encoding.UTF8.GetBytes(video, bytes.AsSpan(sizeof(long)));
        return (BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(bytes)) >> 11) * Math.ScaleB(1, -53);
    }

    private static (string Name, double Share) Read(string text, string part) =>
        part.Split('=') is [var name, var share] && IsName(name.Trim())
            && double.TryParse(share, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 1
            ? (name.Trim(), number)
            : throw new FormatException($"'{part}' in '{text}' is no split. Write NAME=SHARE, such as train=0.8, with a share above 0 and at most 1.");

    private static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');
}
