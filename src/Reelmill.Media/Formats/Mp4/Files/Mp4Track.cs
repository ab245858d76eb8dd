namespace Reelmill.Media.Formats.Mp4.Files;

/// <summary>
/// What a track's samples need to be understood, taken from an MP4 file's header as it stands there
/// (ISO/IEC 14496-12, ISO base media file format).
/// </summary>
/// <param name="Handler">The four letters of its kind: <c>vide</c>, <c>soun</c> or another.</param>
/// <param name="Timescale">The units of its times in a second.</param>
/// <param name="Language">Three letters in 15 bits.</param>
/// <param name="Display">The end of the track header: layer, group, volume, matrix, width and height.</param>
/// <param name="HandlerBox">The <c>hdlr</c> box.</param>
/// <param name="MediaHeader">The box that says what kind of media it is, such as <c>vmhd</c>.</param>
/// <param name="Description">The entries of the <c>stsd</c> box: codec and its parameters.</param>
/// <param name="DescriptionCount">How many entries there are.</param>
internal sealed record Mp4Track(
    string Handler,
    uint Timescale,
    ushort Language,
    ReadOnlyMemory<byte> Display,
    ReadOnlyMemory<byte> HandlerBox,
    ReadOnlyMemory<byte> MediaHeader,
    ReadOnlyMemory<byte> Description,
    uint DescriptionCount);
