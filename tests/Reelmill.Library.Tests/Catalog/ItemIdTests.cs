using FsCheck;
using FsCheck.Fluent;
using Reelmill.Library.Catalog;

namespace Reelmill.Library.Tests.Catalog;

public sealed class ItemIdTests
{
    [Fact]
    public void An_id_is_the_start_of_the_sha256_of_pipeline_and_source() =>
        ItemId.Compute("mine", "/videos/a.mp4").ShouldBe(Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData("mine\n/videos/a.mp4"u8))[..16]);

    [Fact]
    public void One_source_has_a_different_item_in_each_pipeline() =>
        (ItemId.Compute("mine", "/a.mp4") == ItemId.Compute("chunk", "/a.mp4")).ShouldBeFalse();

    [Fact]
    public void Every_id_is_16_lower_hex_digits() => Prop
        .ForAll<NonEmptyString, NonEmptyString>((pipeline, source) =>
            ItemId.Compute(pipeline.Get, source.Get) is { Length: 16 } id && id.All(c => char.IsAsciiHexDigitLower(c)))
        .QuickCheckThrowOnFailure();
}
