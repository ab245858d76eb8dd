using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Reelmill.Library.Export;

/// <summary>Assigns videos to the named splits of a data set, such as train, val and test.</summary>
/// <remarks>
/// Immutable and thread-safe. A video's split depends on the seed and the video's id only: all frames of a video share one
/// split, and a video keeps its split when other videos are added or removed. Shares hold on average over many videos, not
/// exactly.
/// </remarks>
public sealed class SplitPlan
{
    private const int MaxNameLength = 32;
    private const double Tolerance = 1e-6;

    private readonly IReadOnlyList<(string Name, double Share)> _splits;
    private readonly long _seed;

    private SplitPlan(IReadOnlyList<(string Name, double Share)> splits, long seed) => (_splits, _seed) = (splits, seed);

    /// <summary>The names of the splits, in the order of the parsed text.</summary>
    public IEnumerable<string> Names => _splits.Select(static s => s.Name);

    /// <summary>Parses shares such as <c>train=0.8,val=0.1,test=0.1</c>.</summary>
    /// <param name="text">
    /// Unique names of at most 32 lower-case letters, digits and underscores, each with a share above 0; the shares add up to 1.
    /// </param>
    /// <param name="seed">The seed; another seed gives another assignment.</param>
    /// <exception cref="FormatException">The text breaks a rule; the message names the rule.</exception>
    public static SplitPlan Parse(string text, long seed)
    {
        ArgumentNullException.ThrowIfNull(text);
        var splits = text.Split(',').Select(part => ParseSplit(text, part)).ToArray();
        if (splits.DistinctBy(static s => s.Name, StringComparer.Ordinal).Count() < splits.Length)
        {
            throw new FormatException($"'{text}' has a duplicate name. Give each split a unique name.");
        }

        var sum = splits.Sum(static s => s.Share);
        return Math.Abs(sum - 1) <= Tolerance
            ? new SplitPlan(splits, seed)
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"the shares of '{text}' add up to {sum:0.######}. They must add up to 1."));
    }

    /// <summary>Returns the split of a video.</summary>
    /// <param name="video">The id of the video's content.</param>
    public string GetSplit(string video)
    {
        var position = Hash(video);
        foreach (var (name, share) in _splits)
        {
            position -= share;
            if (position < 0)
            {
                return name;
            }
        }

        return _splits[^1].Name;
    }

    /// <summary>Hashes a video's id to a uniformly distributed number from 0 to below 1.</summary>
    private double Hash(string video)
    {
        var bytes = new byte[sizeof(long) + Encoding.UTF8.GetByteCount(video)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, _seed);
        Encoding.UTF8.GetBytes(video, bytes.AsSpan(sizeof(long)));
        return (BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(bytes)) >> 11) * Math.ScaleB(1, -53);
    }

    private static (string Name, double Share) ParseSplit(string text, string part) =>
        part.Split('=') is [var name, var share] && IsName(name.Trim())
            && double.TryParse(share, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 1
            ? (name.Trim(), number)
            : throw new FormatException($"'{part}' in '{text}' is not a split. Write NAME=SHARE, such as train=0.8, with a share above 0 and at most 1.");

    private static bool IsName(string name) =>
        name.Length is > 0 and <= MaxNameLength && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');
}
