namespace Reelmill.Pipelines.Items.Tar;

/// <summary>A member of a tar archive, or a place in it where none can be read.</summary>
/// <param name="Name">The member's name; empty for a place between members.</param>
/// <param name="Offset">Where its bytes are in the archive.</param>
/// <param name="Length">How many there are.</param>
internal readonly record struct TarMember(string Name, long Offset, long Length)
{
    /// <summary>The longest name that is taken, in bytes: the system's limit for paths.</summary>
    private const int MostNameBytes = 4096;
    private const int ShownBytes = 200;

    /// <summary>What is wrong with it, in words; null when nothing is.</summary>
    public string? Fault { get; init; }

    public static TarMember Damage(string fault) => new(string.Empty, 0, 0) { Fault = fault };

    /// <summary>A member by the bytes of its name. One that is no usable text is shown with its other bytes as <c>\xNN</c>.</summary>
    public static TarMember Of(byte[] name, long offset, long length)
    {
        var text = name.Length <= MostNameBytes ? TarHeader.TextOf(name) : null;
        return text is { Length: > 0 }
            ? new TarMember(text, offset, length)
            : new TarMember(Escaped(name), offset, length) { Fault = name.Length == 0 ? "it has no name" : "its name is not UTF-8 of up to 4096 bytes" };
    }

    private static string Escaped(byte[] name)
    {
        // Its end says what it claims to be.
        var shown = name.Length > ShownBytes ? name.AsSpan(name.Length - ShownBytes) : name;
        return string.Concat(shown.ToArray().Select(static b => b is >= 0x20 and < 0x7f and not (byte)'\\' ? ((char)b).ToString() : $"\\x{b:x2}"));
    }
}
