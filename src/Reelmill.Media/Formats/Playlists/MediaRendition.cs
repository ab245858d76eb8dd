namespace Reelmill.Media.Formats.Playlists;

/// <summary>Sound, subtitles, captions or another picture that variants refer to by its group (RFC 8216, 4.3.4.1).</summary>
/// <param name="Type"><c>AUDIO</c>, <c>VIDEO</c>, <c>SUBTITLES</c> or <c>CLOSED-CAPTIONS</c>.</param>
/// <param name="GroupId">Its group.</param>
/// <param name="Name">What a viewer reads.</param>
public sealed record MediaRendition(string Type, string GroupId, string Name)
{
    /// <summary>The type of sound.</summary>
    public const string AudioType = "AUDIO";

    /// <summary>The type of subtitles.</summary>
    public const string SubtitlesType = "SUBTITLES";

    /// <summary>The type of another picture.</summary>
    public const string VideoType = "VIDEO";

    /// <summary>The language (RFC 5646); null when the playlist does not say.</summary>
    public string? Language { get; init; }

    /// <summary>Whether it is played when the viewer chose nothing.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Whether a player may choose it by the viewer's language.</summary>
    public bool AutoSelect { get; init; }

    /// <summary>Whether it is shown always.</summary>
    public bool IsForced { get; init; }

    /// <summary>The channels of sound, such as <c>2</c>; null when the playlist does not say.</summary>
    public string? Channels { get; init; }

    /// <summary>The captions' number inside the video, such as <c>CC1</c>; null for anything else.</summary>
    public string? InstreamId { get; init; }

    /// <summary>Its media playlist; null when it is inside the variants' own.</summary>
    public string? Uri { get; init; }

    internal static MediaRendition Read(AttributeList attributes) =>
        new(attributes.Required("TYPE"), attributes.Required("GROUP-ID"), attributes.Required("NAME"))
        {
            Language = attributes.Text("LANGUAGE"),
            IsDefault = attributes.IsYes("DEFAULT"),
            AutoSelect = attributes.IsYes("AUTOSELECT"),
            IsForced = attributes.IsYes("FORCED"),
            Channels = attributes.Text("CHANNELS"),
            InstreamId = attributes.Text("INSTREAM-ID"),
            Uri = attributes.Text("URI"),
        };

    internal string Write()
    {
        var writer = new AttributeWriter("EXT-X-MEDIA")
            .Plain("TYPE", Type).Quoted("GROUP-ID", GroupId).Quoted("NAME", Name).Quoted("LANGUAGE", Language)
            .YesNo("DEFAULT", IsDefault).YesNo("AUTOSELECT", AutoSelect);
        return (IsForced ? writer.YesNo("FORCED", true) : writer)
            .Quoted("CHANNELS", Channels).Quoted("INSTREAM-ID", InstreamId).Quoted("URI", Uri).ToString();
    }
}
