namespace Reelmill.Media.Formats.Playlists;

/// <summary>An alternative rendition, to which variant streams refer by its group: EXT-X-MEDIA (RFC 8216, 4.3.4.1).</summary>
/// <param name="Type"><c>AUDIO</c>, <c>VIDEO</c>, <c>SUBTITLES</c> or <c>CLOSED-CAPTIONS</c>.</param>
/// <param name="GroupId">The id of the group.</param>
/// <param name="Name">The name that players show to viewers.</param>
public sealed record MediaRendition(string Type, string GroupId, string Name)
{
    /// <summary>The <see cref="Type"/> of audio.</summary>
    public const string AudioType = "AUDIO";

    /// <summary>The <see cref="Type"/> of subtitles.</summary>
    public const string SubtitlesType = "SUBTITLES";

    /// <summary>The <see cref="Type"/> of alternative video.</summary>
    public const string VideoType = "VIDEO";

    /// <summary>The language tag (RFC 5646); null when absent.</summary>
    public string? Language { get; init; }

    /// <summary>Whether players select the rendition when the viewer made no choice.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Whether a player may select the rendition by the language of the viewer.</summary>
    public bool AutoSelect { get; init; }

    /// <summary>Whether the subtitles are essential and always shown.</summary>
    public bool IsForced { get; init; }

    /// <summary>The number of audio channels, such as <c>2</c>; null when absent.</summary>
    public string? Channels { get; init; }

    /// <summary>The id of closed captions inside the video, such as <c>CC1</c>; null for other types.</summary>
    public string? InstreamId { get; init; }

    /// <summary>The URI of the media playlist; null when the rendition is muxed into the variant streams.</summary>
    public string? Uri { get; init; }

    internal static MediaRendition Read(AttributeList attributes) =>
        new(attributes.RequireText("TYPE"), attributes.RequireText("GROUP-ID"), attributes.RequireText("NAME"))
        {
            Language = attributes.GetText("LANGUAGE"),
            IsDefault = attributes.IsYes("DEFAULT"),
            AutoSelect = attributes.IsYes("AUTOSELECT"),
            IsForced = attributes.IsYes("FORCED"),
            Channels = attributes.GetText("CHANNELS"),
            InstreamId = attributes.GetText("INSTREAM-ID"),
            Uri = attributes.GetText("URI"),
        };

    internal string Write()
    {
        var writer = new AttributeWriter("EXT-X-MEDIA")
            .Unquoted("TYPE", Type).Quoted("GROUP-ID", GroupId).Quoted("NAME", Name).Quoted("LANGUAGE", Language)
            .YesNo("DEFAULT", IsDefault).YesNo("AUTOSELECT", AutoSelect);
        return (IsForced ? writer.YesNo("FORCED", true) : writer)
            .Quoted("CHANNELS", Channels).Quoted("INSTREAM-ID", InstreamId).Quoted("URI", Uri).ToString();
    }
}
