using Reelmill.Core;
using Reelmill.Media.Pictures;
using Reelmill.Media.Probing;
using Reelmill.Media.Processes;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Pictures;

public sealed class PictureDecoderTests
{
    private readonly PictureDecoder _decoder = new(new ProcessLauncher(), "ffmpeg", new ProbeLimits());

    [Theory]
    [InlineData("png-65536-wide-limit.png", "png_pipe")]
    [InlineData("avif-17000x17000-in-1340-bytes.avif", "mov")]
    [InlineData("bmp-really-big.bmp", "bmp_pipe")]
    [InlineData("gif-decompression-bomb.gif", "gif")]
    public async Task An_image_that_would_fill_the_memory_is_refused(string name, string reader)
    {
        var file = TestMedia.Path("corrupt", name);

        (await Should.ThrowAsync<ItemException>(() => _decoder.DecodeAsync(file, ["-f", reader], default))).Code.ShouldBe("bad_picture");
    }
}
