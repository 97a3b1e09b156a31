"""Lists of words that the rules on names lean on: what is no chemical, what is one by its letters, morphemes of names."""


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Letters that read as an abbreviation and are none of a material: figures of merit, methods, device parts, institutions.
NOT_CHEMICAL = _words(
    """
    EQE IQE EQEs IQEs HOMO LUMO HOMOs LUMOs CE PE LE CEs PEs EPE IPE LEE LCE WPE PCE PCEs SPCE IPCE FF VOC JSC SCLC PLQY
    PLQYs QY QYs PLQE FWHM LED LEDs QLED QLEDs OLED OLEDs PeLED PeLEDs PLED PLEDs WOLED WOLEDs AMOLED AMQLED PHOLED
    PhOLED PhOLEDs MicroLED LCD LCDs TFT TFTs FET FETs OFET OFETs OSC OSCs OPV OPVs PSC PSCs DSSC DSSCs PV QD QDs CQD
    CQDs PQD PQDs NC NCs NP NPs NR NRs NPL NPLs NW NWs SAM SAMs MQW HTL HTLs ETL ETLs EML EMLs HIL HILs EIL EILs HBL
    HBLs EBL EBLs HTM HTMs ETM ETMs HTLS CGL CTL CTLs IL ILs CIL AIL HOD HODs EOD EODs TADF RISC ISC FRET TTA TPA TPQ
    SPQ SOC AIE AIEE ACQ ICT TICT LE CT HLCT DET MR MRTADF ESIPT PHJ BHJ RTP CPL CPEL CIE CRI CCT NTSC DCI BT EL PL UV
    UVO VIS NIR IR FIR SWIR RGB WRGB AC DC RF RT RH LT AM AMG STC MPP MPPT JV IV IVL JVL CV CVs EIS IS ECL TRPL TRPLs
    TRES TCSPC XPS UPS IPES LEIPS XRD GIXRD GIWAXS GISAXS WAXS SAXS XRF EDS EDX EDXS EELS TEM HRTEM STEM HAADF SEM FESEM
    AFM KPFM CAFM SPM STM PFM EFM TGA DSC DTA DMA NMR FTIR ATR FT MALDI TOF SIMS TOFSIMS MS HPLC GPC ICP AES LCMS GCMS
    ESI HRMS EPR ESR PDS DLTS TAS TA TSC TPC TPV PYS DFT TDDFT BLYP HF CI MO MOs AO AOs VASP PBE HSE SOMO NTO NTOs CV
    DPV FDTD TMM MD DOS LDOS PDOS TDM TDMs FMO FMOs VBM CBM VBMs CBMs CB VB RMS RA AR ALD CVD PVD MBE PLD VTE VASE MOCVD
    PECVD RIE EBL OVPD MEMS PCB IJP USB SMU CCD CMOS LOD DOD R2R S2S RPM PPI DPI PPM PPB FOV NA USA UK EU US PRC UN NSF
    NIH DOE NREL AIST NIST IEEE IEC ISO ISOS DOI URL ORCID ESI SI TOC ACS RSC AIP APS IOP MDPI OSA SPIE SID CC BY NC ND
    AI ML AR VR XR HDR HDTV TV IT ICT IOT UHD BT2020 3D 2D 1D 0D 4D LSC LSCs SHJ PERC TOPCon IBC CIGS ETE LCOE PSK QW
    QWs MQWs DBR DBRs SPP LSPR FP PHD MSC PI CEO LTD INC CORP LLC CO CAS PLA AND OR NOT THE FOR WITH FIG TABLE REF REFS
    ET AL VS IE EG ETC NO NOS SEC EQ EQS TBD MLA GB TB ID SD SE STD AVG MAX MIN RSD MSE MAE RMSE CL CLS TL PPS SRH TRP
    PDF XML API CPU GPU GUI CIF CCDC JCPDS ICDD FCC HCP BCC LO TO TA LA ZB WZ HI GI NTE CTE TG TM TD TC OD ID LPF
    UHV HV SNOM SNOMs TE CHN CHNS ABX3 ABO3 AMX3 A2BX6 HeNe HeCd
    FAIR COVID KGaA GmbH IDEX ISSN ISBN SHELX BASi
    """
)

# Of these, the letters that stand for groups in the names of compounds: TPA-4V, a triphenylamine.
GROUPS = _words("TPA DMA TTA DPV PMA")

# Alone, these symbols are words, initials, or labels in running text.
AMBIGUOUS_ALONE = _words(
    """
    H B C N O F P S K V Y I W U As At In He No Be Am Es Er Ho La Os Pa Po Ra Re Th Tb Tm Ne Ar Co Ac Cn Cs Li Md Lu Lr
    """
)

# Alone, these are electrodes, cations and dopants.
METALS_ALONE = _words(
    """
    Ag Al Au Ba Bi Ca Cd Cr Cu Fe Ga Ge Hg Ir Mg Mn Mo Na Nb Ni Pb Pd Pt Ru Sb Se Si Sn Sr Ta Te Ti Zn Zr Cl Br
    """
)

# Morphemes of chemical names.
STEMS = _words(
    """
    phenyl phenylene carbazol fluoren thiophen thieno pyridin pyridyl pyrimidin benzo benzene benzoyl naphth anthracen
    pyren triazin triazol imidazol oxadiazol oxazol thiazol quinolin quinoxalin phenanthr acridin phenoxazin
    phenothiazin indol azepin silol borol spiro biphenyl terphenyl stilben styryl vinyl ethenyl ethynyl allyl butadien
    acryl methacryl styren propylen ethylen amine amino amide imide imine imid anilin azide nitrile cyano nitro nitril
    methyl ethyl propyl butyl pentyl hexyl heptyl octyl nonyl decyl dodecyl oleyl alkyl aryl methoxy ethoxy butoxy
    hexyloxy phenoxy alkoxy oxy hydroxy carboxyl carbonyl carbonat formamid acetamid acetat formate propionat oleate
    stearate myristat thiol thio sulfon sulfid sulfat sulfo phosphin phosphon phosphat phospho silane siloxan silyl
    silicat boran boron borat chlor brom fluor iodo iodid oxid selenid tellurid nitrid hydrid methan ethan propan butan
    pentan hexan heptan octan octadec hexadec methanol ethanol propanol butanol toluen xylen anisol glycol ether ester
    keton aldehyd furan pyrrol piperid morpholin cyclo ammonium phosphonium pyridinium imidazolium perfluoro tetra poly
    oligo bis tris iso tert hydro epoxy oxetan lactam urea urethan azo peroxid cinnam benzil benzidin triptycen dimethyl
    diphenyl triphenyl anthra thiourea guanid maleim phthal
    """
)

# Materials that every paper on these devices names by letters alone, and that no paper uses for anything else.
WELL_KNOWN = _words(
    """
    ITO FTO IZO AZO IGZO GZO PEDOT PSS PMMA PDMS PET PEN PVP PVA PVDF PVK TFB NPB NPD TPD CBP mCP TCTA TAPC BCP TPBI
    PTAA PCBM ICBA MEHPPV PPV PFN DMF DMSO THF NMP GBL TOP TOPO TBP ODE OLA TEOS APTES MPTMS PEI PEIE PFO PFI HATCN TCNQ
    BPHEN MTDATA TCP CDBP DPEPO TSPO1 DMAC MWCNT MWCNTs SWCNT SWCNTs rGO PTFE PGMEA EVA SEBS MCP DCM PTB7 ITIC HMDS
    """
)

# In the dictionaries of chemistry, and in too many other phrases.
COMMON_WORDS = _words(
    """
    water phosphate tris hex nujol lead tin amine thiol oxide carbon hydrogen oxygen nitrogen methane polymer glass quartz air sapphire
    """
)

# What the letters of the field stand for, without the figures of merit, which the packs name. Small letters, spaces for hyphens,
# the singular; "|" between the abbreviations in use.
TERMS = {
    long: tuple(shorts.split("|"))
    for line in """
    highest occupied molecular orbital = HOMO
    lowest unoccupied molecular orbital = LUMO
    singly occupied molecular orbital = SOMO
    valence band maximum = VBM
    conduction band minimum = CBM
    light emitting diode = LED
    organic light emitting diode = OLED
    polymer light emitting diode = PLED
    quantum dot light emitting diode = QLED|QDLED|QD-LED
    perovskite light emitting diode = PeLED|PLED|PeLD
    perovskite solar cell = PSC|PVSC|PSSC
    organic solar cell = OSC
    dye sensitized solar cell = DSSC|DSC
    quantum dot = QD
    thermally activated delayed fluorescence = TADF
    intersystem crossing = ISC
    reverse intersystem crossing = RISC|rISC
    internal conversion = IC
    aggregation induced emission = AIE
    aggregation caused quenching = ACQ
    triplet triplet annihilation = TTA
    full width at half maximum = FWHM
    photoluminescence = PL
    electroluminescence = EL
    cathodoluminescence = CL
    atomic force microscopy = AFM
    scanning electron microscopy = SEM
    transmission electron microscopy = TEM
    x ray diffraction = XRD
    x ray photoelectron spectroscopy = XPS
    ultraviolet photoelectron spectroscopy = UPS
    density functional theory = DFT
    cyclic voltammetry = CV
    thermogravimetric analysis = TGA
    differential scanning calorimetry = DSC
    space charge limited current = SCLC
    """.strip().splitlines()
    for long, _, shorts in [line.strip().partition(" = ")]
} | {
    f"{carrier} {verb} {part}": (f"{carrier[0]}{short}{part[0]}".upper(),)
    for carrier in ("hole", "electron")
    for verb, short in (
        *(("injection", "I"), ("injecting", "I"), ("transport", "T"), ("transporting", "T"), ("transportation", "T")),
        *(("blocking", "B"), ("extraction", "E"), ("extracting", "E")),
    )
    for part in ("layer", "material")
}
