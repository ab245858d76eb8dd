using System.Globalization;
using Reelmill.Core;
using Reelmill.Media.Ffmpeg;
using Reelmill.Media.Formats;
using Reelmill.Media.Formats.Packets;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Chunking;

/// <summary>
/// The plan for copying a source into a container that can be cut. The plan follows from the clock and the frame order of the
/// listed packets, and gives the command lines of ffmpeg.
/// </summary>
internal sealed class CopyPlan
{
    /// <summary>The movie timescale of MP4, in which edit lists hold start offsets: fine enough for every container that is copied.</summary>
    private const string MovieTimescale = "90000";

    /// <summary>The longest step forward of a continuous clock, in seconds.</summary>
    private const double LongestStep = 3600;

    /// <summary>The longest step back of a clock that ffmpeg can repair, in seconds.</summary>
    private const double LongestStepBack = 10;

    /// <summary>Containers whose clock may wrap or restart, which ffmpeg corrects. In other containers, a jump is damage.</summary>
    private static readonly string[] WrappingContainers = ["mpegts", "mpeg"];

    /// <summary>Containers whose packets have some timestamps, from which the missing ones follow. Elementary streams have none.</summary>
    private static readonly HashSet<string> TimedContainers = new(StringComparer.Ordinal)
    {
        "mpeg", "mpegts", "avi", "flv", "asf", "ogg", "mxf", "gxf", "nut", "wtv", "rm", "dv", "mp4", "matroska", "ivf",
    };

    private readonly MediaInfo _media;
    private readonly bool _jumps;
    private readonly double _before;
    private readonly bool _lacksPts;

    private CopyPlan(MediaInfo media, bool jumps, double before, bool lacksPts)
    {
        _media = media;
        _jumps = jumps;
        _before = before;
        _lacksPts = lacksPts;
    }

    /// <summary>The number of video packets; null when the copy may have another number.</summary>
    public int? VideoPackets { get; private init; }

    /// <summary>Whether presentation timestamps must be found by decoding.</summary>
    public bool NeedsPts { get; private init; }

    /// <summary>When the first frame is shown, for a copy whose presentation timestamps are found by decoding.</summary>
    public FirstFrameTime FirstFrame => IsElementaryStream ? FirstFrameTime.AtZero : _lacksPts ? FirstFrameTime.AtFirstPacket : FirstFrameTime.AfterReorderDelay;

    /// <summary>Whether the source is an elementary stream, which has no timestamps.</summary>
    private bool IsElementaryStream => !_media.FormatNames.Any(TimedContainers.Contains);

    private VideoStream Video => _media.RequireVideo();

    /// <summary>Plans the copy of a source.</summary>
    /// <param name="original">The path of the source, for messages.</param>
    /// <param name="media">The probe result.</param>
    /// <param name="packets">The packets of each stream, without streams in which a packet has no timestamp.</param>
    /// <exception cref="ItemException"><c>timeline_broken</c>: decode timestamps go back in a container with one clock.</exception>
    public static CopyPlan Create(string original, MediaInfo media, IReadOnlyDictionary<int, IReadOnlyList<MediaPacket>> packets)
    {
        var used = new[] { media.RequireVideo().Index }.Concat(media.Streams.OfType<AudioStream>().Select(static a => a.Index));
        var streams = media.Streams.Where(s => used.Contains(s.Index) && packets.ContainsKey(s.Index) && s.TimeBase.Numerator > 0).ToArray();
        var jumps = streams.Any(s => Jumps(packets[s.Index], s.TimeBase));
        var mayWrap = media.FormatNames.Any(static f => WrappingContainers.Contains(f, StringComparer.Ordinal));
        var video = packets.GetValueOrDefault(media.RequireVideo().Index);
        if (video is not null && media.IsMp4 && video.Zip(video.Skip(1)).Any(static p => p.Second.Dts < p.First.Dts))
        {
            throw TimelineBroken(original, "decode timestamps go back, as when an edit list cuts inside a GOP");
        }

        if (mayWrap && streams.Any(s => JumpsFar(packets[s.Index], s.TimeBase)))
        {
            throw TimelineBroken(original, "the clock jumps forward by over an hour, or back by over 10 s");
        }

        var packed = media.RequireVideo().Codec == "mpeg4" && (video is null || PackedBitstream.Detect(original, video));
        var first = streams.SelectMany(s => packets[s.Index].Where(static p => !p.IsHidden).Take(1000).Select(p => Ticks.ToSeconds(p.Pts, s.TimeBase))).DefaultIfEmpty().Min();
        var lacksPts = PacketOrder.LacksPts(media, packets);
        return new CopyPlan(media, jumps && mayWrap, Math.Max(0, -first), lacksPts)
        {
            VideoPackets = packed ? null : video?.Count,
            NeedsPts = packed || (video is null && !HasSparseTimestamps(media)) || lacksPts,
        };
    }

    /// <summary>Creates the error for a source without one continuous timeline.</summary>
    public static ItemException TimelineBroken(string original, string what) => new(
        "timeline_broken",
        $"Reading '{original}': {what}. Encode it first: ffmpeg -i IN -c:v libx264 -c:a aac OUT.mp4.");

    /// <summary>Builds the arguments that copy video and audio.</summary>
    public IEnumerable<string> Arguments(string target) =>
    [
        "-v", "level+error", "-y", "-fflags", "+genpts", .. ClockArguments(),
        .. InputGuard.Arguments(_media.Path),
        .. Map(0, Video.Index), .. _media.Streams.OfType<AudioStream>().SelectMany(a => Map(0, a.Index)),
        .. Copy(),
        .. Video.Codec == "mpeg4" ? new[] { "-bsf:v", PackedBitstream.Filter } : [],
        .. OutputOptions(target, _before),
    ];

    /// <summary>Builds the arguments that copy the video alone, with presentation timestamps in decode order.</summary>
    public IEnumerable<string> VideoArguments(string target) =>
    [
        "-v", "level+error", "-y", .. ClockArguments(),
        .. InputGuard.Arguments(_media.Path),
        .. Map(0, Video.Index),
        .. Copy(),
        "-bsf:v", (Video.Codec == "mpeg4" ? PackedBitstream.Filter + "," : string.Empty) + TimestampFilter(),
        "-video_track_timescale", Text(Video.TimeBase.Denominator),
        .. OutputOptions(target, _before),
    ];

    /// <summary>Builds the arguments that mux the source's audio with a video that has its presentation timestamps.</summary>
    /// <param name="video">The file with the video alone.</param>
    /// <param name="target">The file to write.</param>
    /// <param name="withText">Whether to copy text subtitles.</param>
    public IEnumerable<string> MuxArguments(string video, string target, bool withText) =>
    [
        "-v", "level+error", "-y", "-copyts", .. InputGuard.Arguments(video),
        .. _before > 0 ? ["-itsoffset", Seconds(_before)] : Array.Empty<string>(),
        .. InputGuard.Arguments(_media.Path),
        .. Map(0, 0), .. _media.Streams.OfType<AudioStream>().SelectMany(a => Map(1, a.Index)),
        .. withText ? _media.Streams.OfType<SubtitleStream>().Where(static s => s.IsText).SelectMany(s => Map(1, s.Index)) : [],
        .. Copy(), "-c:s", target.EndsWith(".mkv", StringComparison.Ordinal) ? "srt" : "mov_text",
        "-video_track_timescale", Text(Video.TimeBase.Denominator),
        .. OutputOptions(target, 0, withText),
    ];

    private static bool Jumps(IReadOnlyList<MediaPacket> packets, Rational timeBase)
    {
        var longest = LongestStep / timeBase.ToDouble();
        return packets.Zip(packets.Skip(1)).Any(p => p.Second.Dts < p.First.Dts || p.Second.Dts - p.First.Dts > longest);
    }

    // ffmpeg's own correction of a clock that jumps far loses frames beside the jump, so no copy would be exact.
    private static bool JumpsFar(IReadOnlyList<MediaPacket> packets, Rational timeBase)
    {
        var (longest, back) = (LongestStep / timeBase.ToDouble(), LongestStepBack / timeBase.ToDouble());
        return packets.Zip(packets.Skip(1)).Any(p => p.First.Dts - p.Second.Dts > back || p.Second.Dts - p.First.Dts > longest);
    }

    /// <summary>Keeps the source's own clock, unless the clock jumps and ffmpeg must correct it.</summary>
    private string[] ClockArguments() => _jumps ? [] : ["-copyts"];

    private static string[] Copy() => ["-c", "copy", "-copyinkf", "-copypriorss", "1", "-strict", "-2"];

    /// <summary>
    /// Builds the output options. MP4 would hide a frame that is shown before 0, as before a clock wraps, so all timestamps
    /// move up by <paramref name="before"/> seconds.
    /// </summary>
    private static string[] OutputOptions(string target, double before, bool isSparse = false) =>
    [
        .. ChunkArguments.Reproducible,

        // Text subtitles are far apart: waiting for the next one would keep the video's packets in memory.
        .. isSparse ? Array.Empty<string>() : ["-max_interleave_delta", "0"], "-movie_timescale", MovieTimescale, "-avoid_negative_ts", "disabled",
        .. before > 0 ? ["-output_ts_offset", Seconds(before)] : Array.Empty<string>(),
        $"file:{target}",
    ];

    /// <summary>Sets presentation timestamps to decode timestamps; in an elementary stream, each is one frame duration after the last.</summary>
    private string TimestampFilter()
    {
        if (!IsElementaryStream)
        {
            return _lacksPts ? "setts=ts=PTS" : "setts=pts=DTS";
        }

        // The time base is the same before and after, because versions of ffmpeg differ in which of the two a bitstream filter sees.
        var rate = Video.AverageFrameRate ?? Video.RealFrameRate ?? new Rational(25, 1);
        var frame = Text(Ticks.Round(1, new Rational(rate.Denominator, rate.Numerator), Video.TimeBase));
        return $"setts=pts=N*{frame}:dts=N*{frame}";
    }

    /// <summary>MPEG-1 and MPEG-2 in a container reorder frames in one way only, so ffmpeg can find the missing timestamps.</summary>
    private static bool HasSparseTimestamps(MediaInfo media) =>
        media.RequireVideo().Codec is "mpeg1video" or "mpeg2video" && media.FormatNames.Any(TimedContainers.Contains);

    private static string[] Map(int input, int stream) => ["-map", string.Create(CultureInfo.InvariantCulture, $"{input}:{stream}")];

    private static string Seconds(double seconds) => Math.Ceiling(seconds).ToString("0", CultureInfo.InvariantCulture);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
